# SPDX-License-Identifier: MIT
# What `cmake --install` of an Emscripten build brings besides: sockets for the programs of others, as porthole::posix
# (standalone, under our loader) and porthole::emcc (ordinary output), and for those who do not use CMake a .pc file each.

set(common -fwasm-exceptions -sSUPPORT_LONGJMP=wasm)
set(porthole_posix_options ${common} -Wl,--wrap=__stdio_read -sSTANDALONE_WASM -sERROR_ON_UNDEFINED_SYMBOLS=0
                           -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB)
set(porthole_emcc_options ${common} -sJSPI -sEXIT_RUNTIME -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB)

install(FILES "${PROJECT_BINARY_DIR}/src/posix/posix.o" "${PROJECT_BINARY_DIR}/src/posix/glue.o" DESTINATION lib/porthole)
install(FILES "${PROJECT_SOURCE_DIR}/src/posix/glue/imports.js" DESTINATION lib/porthole RENAME glue.js)

configure_file("${templates}/porthole-page.cmake.in" "${PROJECT_BINARY_DIR}/install/porthole-page.cmake" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/install/porthole-page.cmake" DESTINATION lib/cmake/porthole)

list(JOIN common " " compile_flags)
foreach(kind posix emcc)
  if(kind STREQUAL emcc)
    set(what "Sockets for ordinary emcc output, with the hook of the npm package porthole-posix")
    set(objects "\${prefix}/lib/porthole/glue.o --js-library=\${prefix}/lib/porthole/glue.js")
  else()
    set(what "Sockets for standalone modules, under the loader of the npm package porthole-posix")
    set(objects "\${prefix}/lib/porthole/posix.o")
  endif()
  list(JOIN porthole_${kind}_options " " options)
  configure_file("${templates}/porthole-page.pc.in" "${PROJECT_BINARY_DIR}/install/porthole-${kind}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/install/porthole-${kind}.pc" DESTINATION lib/pkgconfig)
endforeach()
