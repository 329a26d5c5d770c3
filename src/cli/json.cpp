// SPDX-License-Identifier: MIT
#include "cli/json.hpp"

#include <iostream>

namespace porthole::cli {

void print_json(const Json& value) {
  std::cout << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace porthole::cli
