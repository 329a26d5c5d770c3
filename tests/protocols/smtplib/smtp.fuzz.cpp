// SPDX-License-Identifier: MIT
// A whole SMTP session against any bytes whatever.

#include <cstdint>

#include "protocols/smtplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

namespace {

/// Refusals go on to the next command; what loses step ends the session.
template <class Work>
void tried(porthole::smtplib::SMTP& smtp, const Work& work) {
  try {
    work();
  } catch (const porthole::ProtocolError&) {
    if (smtp.closed()) throw;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const auto network = test::bytes_network({reinterpret_cast<const char*>(data), size});
  try {
    smtplib::SMTP smtp("mail.test", 25, {}, *network, "desk.test");
    tried(smtp, [&] { smtp.login("learner", "secret"); });
    tried(smtp, [&] { smtp.auth("LOGIN", "learner", "secret"); });
    tried(smtp, [&] {
      if (smtp.sendmail("a@b", {"c@d", "e@f"}, ".\xff").size() > 1) __builtin_trap();
    });
    tried(smtp, [&] { smtp.verify("a"); });
    tried(smtp, [&] { smtp.help(); });
    tried(smtp, [&] { smtp.quit(); });
    if (!smtp.closed()) __builtin_trap();
  } catch (const ProtocolError&) {
    return 0;
  } catch (const error&) {
    return 0;  // no connection was left
  }
  return 0;
}
