// SPDX-License-Identifier: MIT
#include "protocols/imaplib/command.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

#include "protocols/imaplib/client.hpp"

using namespace porthole::imaplib;

namespace {

/// As text, literals in angle brackets.
std::string shown(const Command& command, bool utf8 = false) {
  std::string out;
  for (const Piece& piece : command.pieces({.utf8 = utf8}))
    out += piece.form == Form::text ? piece.bytes : '<' + piece.bytes + '>';
  return out;
}

}  // namespace

TEST_CASE("Strings are bare, quoted or literals, as they need") {
  CHECK(shown(Command("LOGIN").string("ann").string("pass word")) == "LOGIN ann \"pass word\"");
  CHECK(shown(Command("X").string("")) == "X \"\"");
  CHECK(shown(Command("X").string("nil")) == "X \"nil\"");
  CHECK(shown(Command("X").string("a\"b\\c")) == "X \"a\\\"b\\\\c\"");
  CHECK(shown(Command("X").string("a{3}")) == "X \"a{3}\"");
  CHECK(shown(Command("X").string("密")) == "X <密>");
  CHECK(shown(Command("X").string("密"), true) == "X \"密\"");
  CHECK(shown(Command("X").string(std::string(2000, 'a') + ' ')) == "X <" + std::string(2000, 'a') + " >");
  CHECK(shown(Command("X").mailbox("工作")) == "X &XeVPXA-");
  CHECK(shown(Command("X").mailbox("工作"), true) == "X \"工作\"");
  CHECK(shown(Command("X").mailbox("a*%")) == "X \"a*%\"");
}

TEST_CASE("No argument can become a command of its own") {
  for (const std::string& bad :
       {std::string("a\r\nb"), std::string("a\n"), std::string("\r"), std::string("\0", 1)}) {
    CHECK_THROWS_AS(Command("X").string(bad), std::invalid_argument);
    CHECK_THROWS_AS(Command("X").mailbox(bad), std::invalid_argument);
    CHECK_THROWS_AS(Command("X").raw(bad), std::invalid_argument);
    CHECK_THROWS_AS(flag_list(bad), std::invalid_argument);
    CHECK_THROWS_AS(message_set(bad), std::invalid_argument);
  }
  CHECK_THROWS_AS(Command("SEARCH").raw("SUBJECT {12}"), std::invalid_argument);
  CHECK_THROWS_AS(Command("SEARCH").raw("SUBJECT {12+}"), std::invalid_argument);
  CHECK_THROWS_AS(Command("SEARCH").raw("SUBJECT \"a"), std::invalid_argument);
  CHECK_NOTHROW(Command("SEARCH").raw("SUBJECT \"a\\\"b\""));
  CHECK_THROWS_AS(Command("X").mailbox("\xff").pieces({}), std::invalid_argument);
}

TEST_CASE("Sets of messages") {
  CHECK(message_set("1:5,9,12:*") == "1:5,9,12:*");
  for (const char* bad : {"", "1 2", "a", "1;2", "$$", "1)"})
    CHECK_THROWS_AS(message_set(std::string_view(bad)), std::invalid_argument);
  CHECK(message_set(std::vector<std::uint32_t>{7, 1, 3, 2, 2}) == "1:3,7");
  CHECK(message_set(std::vector<std::uint32_t>{}).empty());
}

TEST_CASE("Flags in parentheses") {
  CHECK(flag_list("\\Seen $Later") == "(\\Seen $Later)");
  CHECK(flag_list("(\\Seen)") == "(\\Seen)");
  CHECK(flag_list("") == "()");
  CHECK_THROWS_AS(flag_list("a) b"), std::invalid_argument);
  CHECK_THROWS_AS(flag_list("密"), std::invalid_argument);
}

TEST_CASE("Internal dates") {
  CHECK(Time2Internaldate(837567865) == "\"17-Jul-1996 01:44:25 +0000\"");
  CHECK(Internaldate2seconds("\"17-Jul-1996 02:44:25 -0700\"") == 837596665);
  CHECK(Internaldate2seconds(" 1-Jan-1970 00:00:00 +0000") == 0);
  CHECK(Internaldate2seconds(Time2Internaldate(1700000000)) == 1700000000);
  for (const char* bad : {"", "32-Jan-2026 00:00:00 +0000", "1-Foo-2026 00:00:00 +0000", "1-Jan-2026",
                          "1-Jan-2026 25:00:00 +0000"})
    CHECK_FALSE(Internaldate2seconds(bad));
}
