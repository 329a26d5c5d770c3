// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace porthole::cli {

/// C or C++ by the ending of its name.
bool is_source(const std::filesystem::path& file);

/// What goes with sources and is not compiled by itself.
bool is_header(const std::filesystem::path& file);

/// All sources in a folder and the folders in it, sorted; what is hidden and what builds leave is passed
/// over.
std::vector<std::filesystem::path> sources_in(const std::filesystem::path& folder);

/// Compiles a program with the system's compiler (c++ and cc, or CXX, CC, CXXFLAGS, CFLAGS, LDFLAGS) against
/// the library beside this program, and returns where it lies: made anew only when a file changed. What the
/// compiler has to say goes to standard error as it is. Throws Failure: status 1 when it does not compile,
/// 127 without a compiler.
std::filesystem::path compile(const std::string& name, const std::vector<std::filesystem::path>& sources);

}  // namespace porthole::cli
