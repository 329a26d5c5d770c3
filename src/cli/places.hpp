// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace porthole::cli {

/// This program's own file.
std::string own_path();

/// The interposer, beside this program, in ../lib/porthole or where the build puts it; empty when there is
/// none.
std::string find_interposer();

/// What a compiler needs to be told so that programs find the library: `-I`, `-L`, `-l` and more, in the
/// order in which a linker wants them. Empty where the library is not installed beside this program.
std::vector<std::string> library_flags();

/// The program of an example, in examples/ beside this program, in ../lib/porthole/examples or in the build
/// folder; empty when there is none of this name.
std::string find_example(const std::string& name);

/// The names of all examples, sorted.
std::vector<std::string> example_names();

/// Where the practice map is; throws Failure when no place for it can be told.
std::string practice_map_path();

}  // namespace porthole::cli
