// SPDX-License-Identifier: MIT
// The parsers of SMTP's lines.

#include <cstdint>
#include <stdexcept>

#include "protocols/smtplib/reply.hpp"
#include "protocols/stream/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole::smtplib;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto line = parse_reply_line(text); line && (line->code < 200 || line->code > 599))
    __builtin_trap();
  for (const auto& [name, parameters] : parse_extensions(text))
    if (name.empty()) __builtin_trap();
  if (const Reply reply{250, text}; reply.enhanced().size() > 9) __builtin_trap();
  if (quoted(text).size() > 210) __builtin_trap();
  try {
    const std::string address = quoteaddr(text);
    if (address.find_first_of("\r\n") != std::string::npos || address.back() != '>') __builtin_trap();
  } catch (const std::invalid_argument&) {
    return 0;
  } catch (const porthole::LimitError&) {
    return 0;  // comments nested to death
  }
  return 0;
}
