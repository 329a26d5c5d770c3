// SPDX-License-Identifier: MIT
// The meaning of replies, of any text whatever.

#include "protocols/ftplib/error.hpp"
#include "protocols/ftplib/list.hpp"
#include "protocols/ftplib/parse.hpp"

namespace {

template <class Parse>
void attempt(Parse parse) {
  try {
    parse();
  } catch (const porthole::ftplib::error_proto&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole::ftplib;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  attempt([&] {
    const int port = parse227("227 " + std::string(text));
    if (port < 1 || port > 65535) __builtin_trap();
  });
  attempt([&] {
    const int port = parse229("229 " + std::string(text));
    if (port < 1 || port > 65535) __builtin_trap();
  });
  attempt([&] { parse257("257 " + std::string(text)); });
  attempt([&] { parse150("150 " + std::string(text)); });
  attempt([&] { parse_size("213 " + std::string(text)); });
  attempt([&] { parse_time(text); });
  for (const char* start : {"", "-rw-r--r-- 1 u g ", "11-23-25  12:00PM ", "+"}) {
    const auto listed = parse_list(start + std::string(text), 1763899200);
    if (listed && listed->name.empty()) __builtin_trap();
  }
  attempt([&] {
    if (parse_mlsx(text).name.empty()) __builtin_trap();
  });
  return 0;
}
