// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "greeted.hpp"
#include "socket/error.hpp"

using namespace porthole;
using namespace porthole::test;
using imaplib::IMAP4;

namespace {

ScriptedNetwork whole_session() {
  return ScriptedNetwork({greeted()
                              .hears("P1 LOGIN {6}\r\n")
                              .says("+\r\n")
                              .hears("学生 secret\r\n")
                              .says("P1 OK\r\n")
                              .hears("P2 SELECT INBOX\r\n")
                              .says("* 1 EXISTS\r\nP2 OK [READ-WRITE]\r\n")
                              .hears("P3 FETCH 1 BODY[]\r\n")
                              .says("* 1 FETCH (BODY[] {5}\r\nhello)\r\nP3 OK\r\n")
                              .hears("P4 FETCH 1 BODY[]\r\n")
                              .says("* 1 FETCH (BODY[] {5}\r\nhello)\r\nP4 OK\r\n")
                              .hears("P5 APPEND INBOX {2}\r\n")
                              .says("+\r\n")
                              .hears("hi\r\n")
                              .says("P5 OK\r\n")
                              .hears("P6 IDLE\r\n")
                              .says("+\r\n* 2 EXISTS\r\n")
                              .hears("DONE\r\n")
                              .says("P6 OK\r\n")
                              .hears("P7 LOGOUT\r\n")
                              .says("* BYE\r\nP7 OK\r\n")});
}

}  // namespace

TEST_CASE("Each operation of a session may fail") {
  const int operations = fail_each(whole_session, [](ScriptedNetwork& network) {
    IMAP4 imap("mail.test", 143, Timeout(), network);
    try {
      imap.login("学生", "secret");
      imap.select();
      imap.fetch("1", "BODY[]");
      imap.fetch_into(1, "BODY[]", [](std::string_view) {});
      imap.append("INBOX", "", "", "hi");
      auto idler = imap.idle();
      idler.next();
      idler.done();
      imap.logout();
    } catch (const porthole::error&) {
      // Whatever failed has closed the client, which says so.
      REQUIRE_THROWS_AS(imap.noop(), IMAP4::abort);
      throw;
    }
  });
  CHECK(operations > 20);
}

TEST_CASE("What loses step ends the session") {
  for (const char* bad : {"P9 OK\r\n", "+ more\r\n", "* 1 FETCH (\r\n", "* X ((((((((\r\n",
                          "* BYE overload\r\n", "garbage\r\n"}) {
    Session imap(greeted().hears("P1 NOOP\r\n").says(bad));
    CHECK_THROWS_AS(imap->noop(), ProtocolError);
    CHECK_THROWS_AS(imap->noop(), IMAP4::abort);
  }
  Session ended(greeted().hears("P1 NOOP\r\n").says("* 1 EX").closes());
  CHECK_THROWS_AS(ended->noop(), IMAP4::abort);
}

TEST_CASE("An exception out of a callback ends the session") {
  Session imap(greeted().hears("P1 FETCH 1 FLAGS\r\n").says("* 1 FETCH (FLAGS ())\r\nP1 OK\r\n"));
  CHECK_THROWS_AS(
      imap->fetch("1", "FLAGS", [](const imaplib::Message&) { throw std::invalid_argument("mine"); }),
      std::invalid_argument);
  CHECK_THROWS_AS(imap->noop(), IMAP4::abort);
}
