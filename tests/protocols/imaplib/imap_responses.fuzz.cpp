// SPDX-License-Identifier: MIT
// The reader and the parser over any bytes, in pieces and whole: both must see the same responses.

#include <cstdint>

#include "protocols/imaplib/parse.hpp"
#include "protocols/imaplib/reader.hpp"
#include "protocols/stream/error.hpp"

using namespace porthole;

namespace {

std::vector<std::string> wires(std::string_view bytes, std::size_t step, bool parsed) {
  std::vector<std::string> found;
  imaplib::Reader reader;
  try {
    while (!bytes.empty()) {
      std::string_view piece = bytes.substr(0, step);
      bytes.remove_prefix(piece.size());
      while (!piece.empty()) {
        auto raw = reader.feed(piece);
        if (!raw) continue;
        found.push_back(raw->wire);
        if (!parsed) continue;
        try {
          imaplib::parse(*raw);
        } catch (const ProtocolError&) {
          continue;
        }
      }
    }
  } catch (const ProtocolError&) {
    found.emplace_back("refused");
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (wires(bytes, size + 1, true) != wires(bytes, 1, false)) __builtin_trap();
  return 0;
}
