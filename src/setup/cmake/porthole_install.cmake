# SPDX-License-Identifier: MIT
# What `cmake --install` brings besides the programs: headers, static libraries, find_package(porthole), porthole.pc, and
# the flags that `porthole run FILE.cpp` compiles with. All of it may be moved to another place afterwards.

include(CMakePackageConfigHelpers)
set(templates "${PROJECT_SOURCE_DIR}/src/setup/cmake/install")

# In the order in which a linker wants static libraries: each before what it needs.
set(libraries xmlrpc urllib http imaplib nntplib smtplib poplib ftplib gopherlib telnetlib email digest stream socket)

get_target_property(known porthole_protocols INTERFACE_LINK_LIBRARIES)
foreach(target IN LISTS known)
  string(REPLACE porthole_ "" name ${target})
  if(NOT name IN_LIST libraries)
    message(FATAL_ERROR "${target} is not in the list of porthole_install.cmake: put it before what it needs")
  endif()
endforeach()

add_library(porthole_all INTERFACE)
target_link_libraries(porthole_all INTERFACE porthole_socket porthole_protocols)
set_target_properties(porthole_all PROPERTIES EXPORT_NAME porthole)
set_target_properties(porthole_protocols PROPERTIES EXPORT_NAME protocols)
install(TARGETS porthole_all porthole_protocols EXPORT porthole)

foreach(name IN LISTS libraries)
  set_target_properties(porthole_${name} PROPERTIES EXPORT_NAME ${name})
  install(
    TARGETS porthole_${name} EXPORT porthole
    ARCHIVE DESTINATION lib FILE_SET HEADERS DESTINATION include/porthole
    INCLUDES DESTINATION include/porthole)
endforeach()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/src/protocols" DESTINATION include/porthole FILES_MATCHING PATTERN "*.hpp")

install(EXPORT porthole NAMESPACE porthole:: FILE porthole-targets.cmake DESTINATION lib/cmake/porthole)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/install/porthole-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${templates}/porthole-config.cmake" "${PROJECT_BINARY_DIR}/install/porthole-config-version.cmake"
        DESTINATION lib/cmake/porthole)

list(TRANSFORM libraries PREPEND "-lporthole_" OUTPUT_VARIABLE link_flags)
if(PORTHOLE_SANITIZE)
  list(APPEND link_flags -fsanitize=address,undefined)
  target_link_options(porthole_socket INTERFACE -fsanitize=address,undefined)
endif()
string(JOIN " " porthole_link_flags ${link_flags})
configure_file("${templates}/porthole.pc.in" "${PROJECT_BINARY_DIR}/install/porthole.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/install/porthole.pc" DESTINATION lib/pkgconfig)

if(EMSCRIPTEN)
  include(porthole_install_wasm)
  return()
endif()

# One flag a line; @PREFIX@ stands for the folder above the program's, wherever that is when it runs.
set(installed_flags "-I@PREFIX@/include/porthole" "-L@PREFIX@/lib" ${link_flags})
list(JOIN installed_flags "\n" installed_flags)
file(WRITE "${PROJECT_BINARY_DIR}/install/porthole.flags" "${installed_flags}\n")
install(FILES "${PROJECT_BINARY_DIR}/install/porthole.flags" DESTINATION lib/porthole)

set(build_flags "-I${PROJECT_SOURCE_DIR}/src")
foreach(name IN LISTS libraries)
  list(APPEND build_flags "$<TARGET_FILE:porthole_${name}>")
endforeach()
if(PORTHOLE_SANITIZE)
  list(APPEND build_flags -fsanitize=address,undefined)
endif()
list(JOIN build_flags "\n" build_flags)
file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/src/cli/porthole.flags" CONTENT "${build_flags}\n")
