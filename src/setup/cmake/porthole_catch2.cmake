# SPDX-License-Identifier: MIT
# Catch2 from its source (src/setup/catch2.mjs fetches it): native and wasm builds each compile it once.

set(CATCH2_SOURCE "${PROJECT_SOURCE_DIR}/build/catch2" CACHE PATH "Catch2 3's source")
add_library(catch2 STATIC "${CATCH2_SOURCE}/extras/catch_amalgamated.cpp")
target_include_directories(catch2 SYSTEM PUBLIC "${CATCH2_SOURCE}/extras")
target_compile_options(catch2 PRIVATE -w)
