# SPDX-License-Identifier: MIT
# find_package(porthole): porthole::porthole is everything; porthole::socket, porthole::protocols and a target a
# protocol (porthole::http, porthole::ftplib, …) are its parts. C++20 comes with them.
include("${CMAKE_CURRENT_LIST_DIR}/porthole-targets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/porthole-page.cmake" OPTIONAL)  # what Emscripten's programs link with

foreach(component IN LISTS porthole_FIND_COMPONENTS)
  if(TARGET porthole::${component})
    set(porthole_${component}_FOUND TRUE)
  elseif(porthole_FIND_REQUIRED_${component})
    set(porthole_FOUND FALSE)
    set(porthole_NOT_FOUND_MESSAGE "porthole has no part ${component}")
  endif()
endforeach()
