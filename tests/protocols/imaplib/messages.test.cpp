// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "greeted.hpp"
#include "socket/error.hpp"

using namespace porthole;
using namespace porthole::test;
using imaplib::IMAP4;

using Numbers = std::vector<std::uint32_t>;

TEST_CASE("FETCH brings messages, also those of others") {
  Session imap(greeted()
                   .hears("P1 FETCH 1:2 (UID BODY.PEEK[])\r\n")
                   .says("* 1 FETCH (UID 5 BODY[] {4}\r\na\r\nb)\r\n* 9 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH "
                         "(UID 6 BODY[] \"x\")\r\nP1 OK\r\n")
                   .hears("P2 UID FETCH 5 FLAGS\r\n")
                   .says("* 1 FETCH (UID 5 FLAGS ())\r\nP2 OK\r\n"));
  const auto found = imap->fetch("1:2", "(UID BODY.PEEK[])");
  REQUIRE(found.size() == 3);
  CHECK((found[0].text() == "a\r\nb" && found[1].number == 9 && found[2].text() == "x"));
  CHECK(imap->uid().fetch("5", "FLAGS").at(0).flags.value().empty());
}

TEST_CASE("A text streams to a sink, as literal or quoted, and NIL is none") {
  Session imap(greeted()
                   .hears("P1 UID FETCH 7 BODY.PEEK[]\r\n")
                   .says("* 1 FETCH (UID 7 BODY[] {5}\r\nhello)\r\nP1 OK\r\n")
                   .hears("P2 FETCH 1 BODY[1]\r\n")
                   .says("* 1 FETCH (BODY[1] \"hi\")\r\nP2 OK\r\n")
                   .hears("P3 FETCH 1 BODY[2]\r\n")
                   .says("* 1 FETCH (BODY[2] NIL)\r\nP3 OK\r\n")
                   .hears("P4 FETCH 1 BODY[3]\r\n")
                   .says("* 1 FETCH (BODY[3] {0}\r\n)\r\nP4 OK\r\n"));
  std::string got;
  const auto sink = [&](std::string_view part) { got += part; };
  CHECK(imap->uid().fetch_into(7, "BODY.PEEK[]", sink) == 5);
  CHECK(imap->fetch_into(1, "BODY[1]", sink) == 2);
  CHECK(got == "hellohi");
  CHECK_THROWS_AS(imap->fetch_into(1, "BODY[2]", sink), IMAP4::error);
  CHECK(imap->fetch_into(1, "BODY[3]", sink) == 0);
  CHECK_THROWS_AS(imap->fetch_into(1, "(FLAGS BODY[])", sink), std::invalid_argument);
}

TEST_CASE("A text larger than the sink wants ends the session") {
  Session imap(greeted().hears("P1 FETCH 1 BODY[]\r\n").says("* 1 FETCH (BODY[] {4294967296}\r\n"));
  CHECK_THROWS_AS(imap->fetch_into(1, "BODY[]", [](std::string_view) {}, 1000), LimitError);
  CHECK_THROWS_AS(imap->noop(), IMAP4::abort);
}

TEST_CASE("APPEND sends CR LF, and NULs only to who takes them") {
  Session imap(
      greeted("IMAP4rev1 LITERAL+")
          .hears("P1 APPEND INBOX (\\Seen) \"17-Jul-1996 02:44:25 -0700\" {8+}\r\na\r\nb\r\n\r\n\r\n")
          .says("P1 OK [APPENDUID 1 7] x\r\n"));
  CHECK(imap->append("INBOX", "\\Seen", "17-Jul-1996 02:44:25 -0700", "a\nb\r\n\r").code_argument == "1 7");
  CHECK_THROWS_AS(imap->append("INBOX", "", "", std::string_view("a\0", 2)), std::invalid_argument);
  Session binary(greeted("IMAP4rev1 BINARY")
                     .hears("P1 APPEND INBOX ~{3}\r\n")
                     .says("+\r\n")
                     .hears(std::string("a\0\n\r\n", 5))
                     .says("P1 OK\r\n"));
  binary->append("INBOX", "", "", std::string_view("a\0\n", 3));
}

TEST_CASE("SEARCH, STORE, COPY, EXPUNGE") {
  Session imap(greeted()
                   .hears("P1 SEARCH UNSEEN FROM \"ann\"\r\n")
                   .says("* SEARCH 2 3\r\n* SEARCH 5\r\nP1 OK\r\n")
                   .hears("P2 UID SEARCH CHARSET UTF-8 SUBJECT {6}\r\n")
                   .says("+\r\n")
                   .hears("报告\r\n")
                   .says("P2 OK\r\n")
                   .hears("P3 STORE 1:2 +FLAGS (\\Deleted)\r\n")
                   .says("* 1 FETCH (FLAGS (\\Deleted))\r\nP3 OK\r\n")
                   .hears("P4 EXPUNGE\r\n")
                   .says("* 1 EXPUNGE\r\n* 1 EXPUNGE\r\nP4 OK\r\n")
                   .hears("P5 MOVE 1 &XeVPXA-\r\n")
                   .says("P5 NO [TRYCREATE] x\r\n"));
  CHECK(imap->search("UNSEEN FROM \"ann\"") == Numbers{2, 3, 5});
  CHECK(imap->uid().search(imaplib::Command("SUBJECT").string("报告"), "UTF-8").empty());
  CHECK(imap->store("1:2", "+FLAGS", "\\Deleted").at(0).has_flag("\\deleted"));
  CHECK_THROWS_AS(imap->store("1", "ADD", "\\Seen"), std::invalid_argument);
  CHECK(imap->expunge() == Numbers{1, 1});
  CHECK_THROWS_AS(imap->move("1", "工作"), IMAP4::error);
}
