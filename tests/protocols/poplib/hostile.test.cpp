// SPDX-License-Identifier: MIT
// What a broken or malicious host may say.

#include <catch_amalgamated.hpp>
#include <cerrno>

#include "protocols/poplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::poplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

/// A host that greets, and answers the first command so.
struct Host {
  explicit Host(const std::string& answer)
      : network({Script().says("+OK\r\n").hears_until("\r\n").says(answer).closes()}),
        pop("mail.test", 110, {}, network) {}

  ScriptedNetwork network;
  POP3 pop;
};

bool says_closed(POP3& pop) {
  try {
    pop.noop();
  } catch (const error& failure) {
    return failure.code().value() == EBADF;
  }
  return false;
}

}  // namespace

TEST_CASE("a greeting that is none, a refusal, or nothing at all") {
  const auto greeted = [](const std::string& greeting) {
    ScriptedNetwork network({Script().says(greeting).closes()});
    const POP3 pop("mail.test", 110, {}, network);
  };
  CHECK_THROWS_AS(greeted("220 mail.test ESMTP\r\n"), error_proto);
  CHECK_THROWS_AS(greeted("-ERR [SYS/TEMP] later\r\n"), error_proto);
  CHECK_THROWS_AS(greeted(std::string("\0\0\0\r\n", 5)), error_proto);
  CHECK_THROWS_AS(greeted(""), EOFError);
  CHECK_THROWS_AS(greeted("+OK but no"), EOFError);
  CHECK_THROWS_AS(greeted("+OK " + std::string(POP3::max_response, 'x') + "\r\n"), LimitError);
  CHECK_THROWS_AS(greeted(std::string(1 << 20, 'x')), LimitError);
}

TEST_CASE("an answer that is neither +OK nor -ERR ends the connection with a clear error") {
  Host host("* OK this is IMAP\r\n");
  CHECK_THROWS_WITH(host.pop.stat(), "STAT: this is no answer of a POP3 server: \"* OK this is IMAP\"");
  CHECK(host.pop.closed());
  CHECK(says_closed(host.pop));
}

TEST_CASE("a connection that ends within an answer") {
  const std::string answer =
      GENERATE("", "+OK", "+OK\r\n", "+OK\r\n1 120\r\n", "+OK\r\n1 120\r\n.", "+OK\r\n..\r\n");
  Host host(answer);
  CHECK_THROWS_AS(host.pop.list(), EOFError);
  CHECK(says_closed(host.pop));
}

TEST_CASE("lists with lines that are none are read to their end, then reported") {
  Host host("+OK\r\n1 120\r\n2 minus\r\n-3 99999999999999999999999\r\n.\r\n");
  CHECK_THROWS_WITH(host.pop.list(), "LIST: this line holds no message number and size: \"2 minus\"");
  CHECK_FALSE(host.pop.closed());
}

TEST_CASE("numbers that do not fit are an error, not a wrap-around") {
  Host host("+OK 99999999999999999999 1\r\n");
  CHECK_THROWS_AS(host.pop.stat(), error_proto);
  CHECK_FALSE(host.pop.closed());
}

TEST_CASE("a line without an end is given up at the limit") {
  Host host("+OK\r\n" + std::string(POP3::max_line + 2, 'x'));
  CHECK_THROWS_AS(host.pop.retr(1), LimitError);
  CHECK(host.pop.closed());
}

TEST_CASE("a list without an end is given up at the limit, also one of empty lines") {
  std::string lines;
  SECTION("LIST") {
    while (lines.size() < POP3::max_answer / 2) lines += "1 1\r\n";
    Host host("+OK\r\n" + lines);
    CHECK_THROWS_AS(host.pop.list(), LimitError);
  }
  SECTION("RETR") {
    while (lines.size() < POP3::max_answer / 8) lines += "\r\n";
    Host host("+OK\r\n" + lines);
    CHECK_THROWS_AS(host.pop.retr(1), LimitError);
  }
  SECTION("CAPA") {
    while (lines.size() < POP3::max_capabilities + 10) lines += "X\r\n";
    Host host("+OK\r\n" + lines);
    CHECK_THROWS_AS(host.pop.capa(), LimitError);
  }
}

TEST_CASE("a sink that throws ends the connection, which is no longer in step") {
  Host host("+OK\r\nSubject: x\r\n\r\n.\r\n");
  const auto full = [](std::string_view) { throw std::runtime_error("the disk is full"); };
  CHECK_THROWS_WITH(host.pop.retr(1, full), "the disk is full");
  CHECK(says_closed(host.pop));
}

TEST_CASE("NULs and every other byte of a message arrive as they are") {
  std::string body;
  for (int value = 0; value < 256; ++value) {
    if (value != '\r' && value != '\n') body += static_cast<char>(value);
  }
  Host host("+OK\r\n" + body + "\r\n.\r\n");
  CHECK(host.pop.retr(1).text() == body + "\r\n");
}
