// SPDX-License-Identifier: MIT
// A whole client against a server that says anything.

#include <cstdint>

#include "protocols/imaplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const auto network = test::bytes_network(std::string(reinterpret_cast<const char*>(data), size));
  try {
    imaplib::IMAP4 imap("host.test", 143, Timeout(), *network);
    const auto tried = [](auto work) {
      try {
        work();
      } catch (const imaplib::IMAP4::abort&) {
        throw;
      } catch (const imaplib::error&) {
        return;
      }
    };
    tried([&] { imap.login("学生", "secret"); });
    tried([&] { imap.select("工作"); });
    tried([&] { imap.list(); });
    tried([&] { imap.status("INBOX"); });
    tried([&] { imap.search("ALL"); });
    tried([&] { imap.fetch("1:*", "FULL"); });
    tried([&] { imap.uid().fetch_into(1, "BODY[]", [](std::string_view) {}, 1 << 20); });
    tried([&] { imap.append("INBOX", "\\Seen", "", "x"); });
    tried([&] { imap.namespace_(); });
    tried([&] { imap.id(); });
    tried([&] {
      auto idler = imap.idle();
      idler.next();
      idler.done();
    });
    imap.logout();
  } catch (const ProtocolError&) {
    return 0;
  } catch (const porthole::error&) {
    return 0;
  }
  return 0;
}
