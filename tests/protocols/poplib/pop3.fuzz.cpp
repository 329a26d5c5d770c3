// SPDX-License-Identifier: MIT
// A whole POP3 session against any bytes whatever.

#include <cstdint>

#include "protocols/poplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

namespace {

/// Refusals go on to the next command; what loses step ends the session.
template <class Work>
void tried(porthole::poplib::POP3& pop, const Work& work) {
  try {
    work();
  } catch (const porthole::ProtocolError&) {
    if (pop.closed()) throw;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const auto network = test::bytes_network({reinterpret_cast<const char*>(data), size});
  try {
    poplib::POP3 pop("mail.test", 110, {}, *network);
    tried(pop, [&] { pop.capa(); });
    tried(pop, [&] { pop.apop("learner", "secret"); });
    tried(pop, [&] { pop.stat(); });
    tried(pop, [&] { pop.list(); });
    tried(pop, [&] { pop.uidl(); });
    tried(pop, [&] { pop.uidl(1); });
    tried(pop, [&] {
      const poplib::Answer answer = pop.retr(1);
      if (answer.text().size() != answer.octets) __builtin_trap();
    });
    tried(pop, [&] {
      pop.top(2, 3, [](std::string_view line) {
        if (!line.ends_with("\r\n")) __builtin_trap();
      });
    });
    tried(pop, [&] { pop.quit(); });
    if (!pop.closed()) __builtin_trap();
  } catch (const ProtocolError&) {
    return 0;
  } catch (const error&) {
    return 0;  // no connection was left
  }
  return 0;
}
