// SPDX-License-Identifier: MIT
#include "protocols/poplib/reply.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/poplib.hpp"

using namespace porthole::poplib;

TEST_CASE("a status line begins with +OK or -ERR as a word, in any case") {
  CHECK(parse_status("+OK") == true);
  CHECK(parse_status("+OK ready") == true);
  CHECK(parse_status("+ok ready") == true);
  CHECK(parse_status("-ERR") == false);
  CHECK(parse_status("-err no") == false);
  for (const char* line :
       {"", " ", "+", "+O", "+OKAY", "-ERROR", "OK", "* OK", "220 smtp", " +OK", "+\tOK"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_status(line).has_value());
  }
}

TEST_CASE("a response code is read from its brackets") {
  CHECK(response_code("-ERR [IN-USE] Do you have another session?") == "IN-USE");
  CHECK(response_code("-ERR  [sys/temp] later") == "SYS/TEMP");
  CHECK(response_code("-ERR [AUTH]") == "AUTH");
  for (const char* line : {"-ERR", "-ERR no", "-ERR no [AUTH]", "-ERR [AUTH", "-ERR ]", ""})
    CHECK(response_code(line).empty());
}

TEST_CASE("STAT's answer is two numbers, and more words may follow") {
  CHECK(parse_stat("+OK 2 320") == Stat{2, 320});
  CHECK(parse_stat("+OK  0\t0 empty") == Stat{0, 0});
  CHECK(parse_stat("+OK 4294967295 18446744073709551615") == Stat{4294967295U, 18446744073709551615U});
  for (const char* line :
       {"+OK", "+OK 2", "+OK two 3", "+OK -1 5", "+OK 1 -5", "+OK 1 +5", "+OK 4294967296 1",
        "+OK 1 18446744073709551616", "+OK 1x 2", "+OK 0x1 2", "+OK 1 2.5"}) {
    CAPTURE(line);
    CHECK_THROWS_AS(parse_stat(line), error_proto);
  }
}

TEST_CASE("lines of LIST and UIDL are a number and what belongs to it") {
  CHECK(parse_size("1 120") == Size{1, 120});
  CHECK(parse_size("2 200 and more") == Size{2, 200});
  CHECK(parse_unique_id("1 whqtswO00WBw418f9t5JxYwZ") == UniqueId{1, "whqtswO00WBw418f9t5JxYwZ"});
  for (const char* line : {"", "1", "x 1", "-1 1", "1 ", " "}) {
    CAPTURE(line);
    CHECK_THROWS_AS(parse_size(line), error_proto);
    CHECK_THROWS_AS(parse_unique_id(line), error_proto);
  }
  CHECK_THROWS_AS(parse_size("1 x"), error_proto);
}

TEST_CASE("capabilities have names in upper case and arguments as they came") {
  Capabilities capabilities;
  parse_capability("TOP", capabilities);
  parse_capability("sasl PLAIN cram-md5", capabilities);
  parse_capability("EXPIRE  60\tUSER ", capabilities);
  CHECK(capabilities ==
        Capabilities{{"TOP", {}}, {"SASL", {"PLAIN", "cram-md5"}}, {"EXPIRE", {"60", "USER"}}});
  CHECK_THROWS_AS(parse_capability("  ", capabilities), error_proto);
}

TEST_CASE("APOP's timestamp is a message-id of printable ASCII, or there is none") {
  CHECK(parse_timestamp("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>") ==
        "<1896.697170952@dbc.mtview.ca.us>");
  CHECK(parse_timestamp("+OK <a@b> and <c@d>") == "<a@b>");
  for (const char* greeting :
       {"+OK", "+OK <>", "+OK <a>", "+OK <@>", "+OK <a@>", "+OK <@b>", "+OK <a@b", "+OK a@b>", "+OK <a b@c>",
        "+OK <a@b@c>", "+OK <a<b@c>", "+OK <\x80@b>", "+OK <a\x01@b>"}) {
    CAPTURE(greeting);
    CHECK_FALSE(parse_timestamp(greeting).has_value());
  }
}

TEST_CASE("text of a host in a message is short and printable") {
  CHECK(quoted("a\r\n\x7f") == "\"a???\"");
  CHECK(quoted(std::string(5000, 'x')).size() < 210);
}
