// SPDX-License-Identifier: MIT
// Mailbox names there and back: what decodes encodes to itself, what encodes decodes to itself.

#include <cstdint>
#include <stdexcept>

#include "protocols/imaplib/mailbox_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole::imaplib;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto name = decode_mailbox(bytes))
    if (encode_mailbox(*name) != bytes) __builtin_trap();
  std::string encoded;
  try {
    encoded = encode_mailbox(bytes);
  } catch (const std::invalid_argument&) {
    return 0;
  }
  if (decode_mailbox(encoded) != bytes) __builtin_trap();
  return 0;
}
