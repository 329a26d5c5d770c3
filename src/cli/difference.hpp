// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace porthole::cli {

/// Writes what became of lines as diff does: `-` before those that went, `+` before those that came, and up
/// to three equal lines around each change. Long changes are cut, and say by how many lines.
void show_difference(std::ostream& out, const std::vector<std::string>& before,
                     const std::vector<std::string>& after);

}  // namespace porthole::cli
