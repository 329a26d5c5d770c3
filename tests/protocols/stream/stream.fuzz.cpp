// SPDX-License-Identifier: MIT
// Lines, counted bytes and multi-line answers from any bytes whatever.

#include <cstdint>

#include "protocols/stream/dots.hpp"
#include "support/script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Channel channel(test::bytes_stream(bytes));
  try {
    const std::string first = channel.readline(64);
    if (first.size() > 64) __builtin_trap();
    channel.read(first.size());
    for (const std::string& line : read_dot_lines(channel, {.line = 100, .total = 1000}))
      if (line.size() > 100) __builtin_trap();
    channel.read_to_end(1000);
  } catch (const ProtocolError&) {
    return 0;
  }
  return 0;
}
