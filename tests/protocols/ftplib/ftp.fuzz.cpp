// SPDX-License-Identifier: MIT
// A whole FTP session against any bytes whatever; "\xff\xfe\xfd\xfc" begins the next connection's.

#include <sstream>

#include "protocols/ftplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

namespace {

/// One command after the other: a refusal or nonsense does not end the session, a closed client does.
template <class Command>
void attempt(Command command) {
  try {
    command();
  } catch (const porthole::ProtocolError&) {
    return;
  } catch (const porthole::error&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const auto network = test::bytes_network(std::string(reinterpret_cast<const char*>(data), size));
  ftplib::FTP ftp(*network);
  attempt([&] { ftp.connect("ftp.test"); });
  attempt([&] { ftp.login("learner", "secret"); });
  attempt([&] { ftp.feat(); });
  attempt([&] { ftp.mlsd(); });
  attempt([&] { ftp.pwd(); });
  attempt([&] { ftp.nlst("x"); });
  attempt([&] { ftp.size("x"); });
  attempt([&] { ftp.retrbinary("RETR x", [](std::string_view) {}, 5); });
  attempt([&] { ftp.mdtm("x"); });
  std::istringstream file("some bytes");
  attempt([&] { ftp.storbinary("STOR x", file); });
  attempt([&] { ftp.mlst(); });
  attempt([&] { ftp.rename("a", "b"); });
  attempt([&] { ftp.quit(); });
  return 0;
}
