// SPDX-License-Identifier: MIT
// What a broken or malicious host may say, and the parsers alone.

#include <catch_amalgamated.hpp>

#include "protocols/smtplib.hpp"
#include "protocols/smtplib/reply.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::smtplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

void greeted(const std::string& greeting) {
  ScriptedNetwork network({Script().says(greeting).closes()});
  const SMTP smtp("mail.test", 25, {}, network);
}

}  // namespace

TEST_CASE("a greeting that is none, a refusal, or nothing at all") {
  CHECK_THROWS_AS(greeted("554 no\r\n"), SMTPConnectError);
  CHECK_THROWS_AS(greeted("421 later\r\n"), SMTPConnectError);
  CHECK_THROWS_AS(greeted("+OK POP3\r\n"), SMTPException);
  CHECK_THROWS_AS(greeted(std::string("\0\0\0\r\n", 5)), SMTPException);
  CHECK_THROWS_AS(greeted("220-a\r\n250 b\r\n"), SMTPException);
  CHECK_THROWS_AS(greeted(""), SMTPServerDisconnected);
  CHECK_THROWS_AS(greeted("220 but no"), SMTPServerDisconnected);
  CHECK_THROWS_AS(greeted("220-a\r\n"), SMTPServerDisconnected);
  CHECK_THROWS_AS(greeted("220 " + std::string(SMTP::max_line, 'x') + "\r\n"), LimitError);
  std::string endless;
  while (endless.size() < 2 * SMTP::max_reply) endless += "220-\r\n";
  CHECK_THROWS_AS(greeted(endless), LimitError);
}

TEST_CASE("after 421 and after nonsense the connection is closed and says so") {
  const std::string answer = GENERATE("421 closing\r\n", "hello\r\n", "2500 x\r\n", "250x\r\n");
  ScriptedNetwork network({Script().says("220 a\r\n").hears("NOOP\r\n").says(answer).closes()});
  SMTP smtp("a", 25, {}, network);
  try {
    const int code = smtp.noop().code;
    CHECK(code == 421);
  } catch (const SMTPException&) {
    CHECK(answer.front() != '4');
  }
  CHECK(smtp.closed());
  CHECK_THROWS_WITH(smtp.noop(), "there is no connection to a mail server: call connect() first");
}

TEST_CASE("a login that asks without end, or what makes no sense, ends") {
  Script script;
  script.says("220 a\r\n").hears("AUTH LOGIN\r\n").says("334 \r\n").hears("YQ==\r\n").says("334 \r\n");
  script.hears("Yg==\r\n").says("334 \r\n").hears("*\r\n").says("501 as you like\r\n");
  script.hears("AUTH CRAM-MD5\r\n").says("334 !!!\r\n").hears("*\r\n").says("334 \r\n").hears("*\r\n");
  script.says("334 \r\n").hears("*\r\n").says("334 \r\n").hears("*\r\n").says("334 \r\n").hears("*\r\n");
  script.says("334 \r\n");
  ScriptedNetwork network({script});
  SMTP smtp("a", 25, {}, network);
  CHECK_THROWS_AS(smtp.auth("LOGIN", "a", "b"), SMTPAuthenticationError);
  CHECK_THROWS_WITH(smtp.auth("cram-md5", "a", "b"), "AUTH CRAM-MD5: the server asks without end");
  CHECK(smtp.closed());
  network.require_finished();
}

TEST_CASE("reply lines") {
  CHECK(parse_reply_line("250-SIZE")->last == false);
  CHECK(parse_reply_line("250 SIZE 1")->text == "SIZE 1");
  CHECK(parse_reply_line("354")->code == 354);
  for (const char* line : {"", "2", "25", "25x", "150 a", "600 a", "-50 a", "2500", "250\tx", " 250 a"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_reply_line(line).has_value());
  }
}

TEST_CASE("extensions and addresses") {
  CHECK(parse_extensions("a\nSize 10 \nAUTH=LOGIN\nauth PLAIN\n\n !x\nX-y_z") ==
        Extensions{{"size", "10"}, {"auth", "LOGIN PLAIN"}, {"x-y_z", ""}});
  CHECK(quoteaddr("") == "<>");
  CHECK(quoteaddr("<>") == "<>");
  CHECK(quoteaddr("Me <me@a>") == "<me@a>");
  CHECK(quoteaddr(R"("a b>"@c)") == R"(<"a b>"@c>)");
  CHECK_THROWS_AS(quoteaddr(R"("a@b)"), std::invalid_argument);
  CHECK(Reply{550, "5.1.1 no"}.enhanced() == "5.1.1");
  CHECK(Reply{550, "5.1. no"}.enhanced().empty());
  CHECK(Reply{550, "no"}.enhanced().empty());
}
