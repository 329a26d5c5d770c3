# SPDX-License-Identifier: MIT
# Programs of tests/posix as ordinary emcc output: those whose calls are about sockets, pipes, waiting and signals. Files
# and terminal are Emscripten's there, dup2 does not cross over, and nothing waits before main or after it.

set(names
  names connect_and_talk connect_refused connect_nonblocking busy_polling poll_and_select poll_states
  recv_flags partial_reads time_limits half_close ends_and_resets several_sockets send_and_exit memory_growth pipes
  vectors options ioctls sleeping sigpipe_kills sigpipe_spared exceptions alarms backpressure big_download
  connect_states duplex linger many_connections mapped_addresses more_options
  pipe_kills poll_mixtures quick_exit self_pipe signals slow_peer stdio_sockets vanishing_peer
  vector_limits http_get tab_listen tab_streams tab_datagrams tab_groups tab_select)
foreach(name IN LISTS names)
  set(source "${PROJECT_SOURCE_DIR}/tests/posix/programs/${name}.c")
  if(NOT EXISTS "${source}")
    set(source "${source}pp")
  endif()
  add_executable(emcc_${name} "${source}")
  set_target_properties(
    emcc_${name} PROPERTIES OUTPUT_NAME ${name} SUFFIX .mjs
                            RUNTIME_OUTPUT_DIRECTORY "${PROJECT_SOURCE_DIR}/build/emcc-programs")
  target_include_directories(emcc_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
  target_compile_options(emcc_${name} PRIVATE -w)
  target_link_libraries(emcc_${name} PRIVATE porthole_glue)
  target_link_options(
    emcc_${name} PRIVATE ${porthole_emcc_options} "--js-library=${PROJECT_SOURCE_DIR}/src/posix/glue/imports.js"
    -Wno-experimental -O1 -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker
    -sFORCE_FILESYSTEM -sEXPORTED_RUNTIME_METHODS=ENV,FS)
endforeach()
