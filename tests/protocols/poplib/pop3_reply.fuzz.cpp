// SPDX-License-Identifier: MIT
// The parsers of POP3's lines.

#include <cstdint>

#include "protocols/poplib.hpp"
#include "protocols/poplib/reply.hpp"

namespace {

template <class Work>
void tried(const Work& work) {
  try {
    work();
  } catch (const porthole::poplib::error_proto&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole::poplib;
  const std::string line(reinterpret_cast<const char*>(data), size);
  tried([&] { parse_stat(line); });
  tried([&] { parse_size(line); });
  tried([&] {
    if (parse_unique_id(line).id.empty()) __builtin_trap();
  });
  tried([&] {
    Capabilities capabilities;
    parse_capability(line, capabilities);
  });
  if (const auto timestamp = parse_timestamp(line); timestamp && timestamp->size() < 5) __builtin_trap();
  parse_status(line);
  response_code(line);
  if (quoted(line).size() > 210) __builtin_trap();
  return 0;
}
