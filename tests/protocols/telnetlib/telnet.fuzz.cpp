// SPDX-License-Identifier: MIT
// A whole Telnet session against any bytes whatever.

#include "protocols/telnetlib.hpp"
#include "support/script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    telnetlib::Telnet telnet(test::bytes_stream(bytes),
                             {.window = telnetlib::WindowSize{80, 24}, .binary = size % 2 == 0});
    telnet.read_until("login: ");
    telnet.write(bytes.substr(0, 16));
    telnet.set_window_size({100, 30});
    telnet.read_all();
  } catch (const ProtocolError&) {
    return 0;
  }
  return 0;
}
