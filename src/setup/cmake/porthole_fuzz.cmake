# SPDX-License-Identifier: MIT
# porthole_fuzz(NAME SOURCE LIBRARY...) makes a libFuzzer target in the preset `fuzz`, and nothing in the others.
# All of them lie in fuzz/ of the build folder, where tests/protocols/fuzz.mjs finds them.

function(porthole_fuzz name source)
  if(NOT PORTHOLE_FUZZ)
    return()
  endif()
  add_executable(fuzz_${name} "${source}")
  target_link_libraries(fuzz_${name} PRIVATE ${ARGN})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(fuzz_${name} PROPERTIES OUTPUT_NAME "${name}" RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
endfunction()
