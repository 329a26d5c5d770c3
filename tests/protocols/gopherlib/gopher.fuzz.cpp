// SPDX-License-Identifier: MIT
// The parsers, and a whole client against any bytes whatever.

#include <cstdint>
#include <stdexcept>

#include "protocols/gopherlib.hpp"
#include "support/script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  using namespace porthole::gopherlib;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    item_url(parse_item(bytes));
  } catch (const GopherError&) {
    if (bytes.starts_with(A_INFO)) __builtin_trap();
  }
  try {
    const Url url = parse_url(bytes);
    if (parse_url(unparse_url(url)) != url) __builtin_trap();
  } catch (const std::invalid_argument&) {
    if (bytes == "gopher://a/") __builtin_trap();
  }
  for (int kind = 0; kind < 3; ++kind) {
    const auto network = test::bytes_network(bytes);
    const Gopher gopher("fuzz.test", GOPHER_PORT, {}, *network);
    try {
      if (kind == 0) (void)gopher.get_directory();
      if (kind == 1) (void)gopher.get_textfile("x");
      if (kind == 2) (void)gopher.get_binary("x");
    } catch (const ProtocolError&) {
      continue;
    }
  }
  return 0;
}
