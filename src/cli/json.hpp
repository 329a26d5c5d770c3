// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

namespace porthole::cli {

/// Keys stay in the order they were put in.
using Json = nlohmann::ordered_json;

/// One document on standard output, indented, with a newline at its end. Bytes that are no UTF-8 become
/// U+FFFD.
void print_json(const Json& value);

}  // namespace porthole::cli
