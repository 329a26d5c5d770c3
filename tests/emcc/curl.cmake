# SPDX-License-Identifier: MIT
# Given to curl's own CMake build as CMAKE_PROJECT_INCLUDE: what a user of the package would add to a project of theirs.

find_package(porthole REQUIRED)
link_libraries(porthole::emcc)
add_link_options(-sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker -sFORCE_FILESYSTEM -sEXPORTED_RUNTIME_METHODS=FS)
set(CMAKE_EXECUTABLE_SUFFIX_C .mjs)
