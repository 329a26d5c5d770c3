# SPDX-License-Identifier: MIT
# porthole_program(NAME SOURCE...) makes a native executable, or NAME.wasm with the seam linked in.
# The sources see no difference: everything that makes a program run in the page is below the POSIX calls.

function(porthole_program name)
  add_executable(${name} ${ARGN})
  if(EMSCRIPTEN)
    set_target_properties(${name} PROPERTIES SUFFIX ".wasm")
    target_link_libraries(${name} PRIVATE porthole_posix)
    target_link_options(
      ${name} PRIVATE
      -fwasm-exceptions -sSUPPORT_LONGJMP=wasm -sSTANDALONE_WASM -sERROR_ON_UNDEFINED_SYMBOLS=0
      -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB)
  endif()
endfunction()
