// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "protocols/smtplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::smtplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

void require(bool condition) {
  if (!condition) throw std::logic_error("not what the script said");
}

const char* const offers =
    "250-mail.test\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-AUTH=LOGIN PLAIN\r\n250-AUTH CRAM-MD5\r\n"
    "250-8BITMIME\r\n250 SMTPUTF8\r\n";

ScriptedNetwork mail_host() {
  return ScriptedNetwork(
      {Script()
           .says("220-mail.test\r\n220 ESMTP\r\n")
           .hears("EHLO [192.0.2.1]\r\n")
           .says(offers)
           .hears("AUTH CRAM-MD5\r\n")
           .says("334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\r\n")
           .hears("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\r\n")
           .says("235 2.7.0 welcome\r\n")
           .hears("NOOP\r\n")
           .says("250 OK\r\n")
           .hears("VRFY postmaster\r\n")
           .says("252 send it and see\r\n")
           .hears("EXPN all\r\n")
           .says("250-<a@mail.test>\r\n250 <b@mail.test>\r\n")
           .hears("HELP\r\n")
           .says("214-first\r\n214 second\r\n")
           .hears("MAIL FROM:<me@mail.test> SIZE=12 BODY=8BITMIME\r\nRCPT TO:<a@mail.test>\r\n"
                  "RCPT TO:<no@mail.test>\r\nRCPT TO:<b@mail.test>\r\n")
           .says("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n550 5.1.1 who?\r\n251 will forward\r\n")
           .hears("DATA\r\n")
           .says("354 go\r\n")
           .hears("\r\n..\r\n..x\r\n\xff\r\n.\r\n")
           .says("250 2.0.0 queued\r\n")
           .hears("RSET\r\n")
           .says("250 OK\r\n")
           .hears("QUIT\r\n")
           .says("221 bye\r\n")
           .closes()});
}

void hand_in(ScriptedNetwork& network) {
  SMTP smtp("mail.test", SMTP_PORT, {}, network);
  require(smtp.login("tim", "tanstaaftanstaaf") == Reply{235, "2.7.0 welcome"});
  require(smtp.does_esmtp() && smtp.has_extn("SIZE") && !smtp.has_extn("DSN"));
  require(smtp.esmtp_features().at("auth") == "LOGIN PLAIN CRAM-MD5");
  require(smtp.noop().code == 250);
  require(smtp.verify("postmaster").code == 252);
  require(smtp.expn("all").text == "<a@mail.test>\n<b@mail.test>");
  require(smtp.help() == "first\nsecond");
  const Refused refused =
      smtp.sendmail("Me <me@mail.test>", {"a@mail.test", "no@mail.test", "b@mail.test"}, "\n.\n.x\r\n\xff\n");
  require(refused == Refused{{"no@mail.test", {550, "5.1.1 who?"}}});
  require(refused.begin()->second.enhanced() == "5.1.1");
  smtp.rset();
  require(smtp.quit().code == 221 && smtp.closed());
}

}  // namespace

TEST_CASE("a login, every question and a message, wherever the answers are split") {
  ScriptedNetwork network = mail_host();
  network.split(GENERATE(1, 2, 3, 7, 1000));
  hand_in(network);
  network.require_finished();
}

TEST_CASE("it fails cleanly whichever operation fails") {
  CHECK(porthole::test::fail_each(mail_host, hand_in) >= 20);
}

TEST_CASE("EHLO falls back to HELO; without extensions nothing is added and lines go one by one") {
  ScriptedNetwork network({Script()
                               .says("220 old\r\n")
                               .hears("EHLO desk.test\r\n")
                               .says("502 what?\r\n")
                               .hears("HELO desk.test\r\n")
                               .says("250 hello\r\n")
                               .hears("MAIL FROM:<>\r\n")
                               .says("250 OK\r\n")
                               .hears("RCPT TO:<a@mail.test>\r\n")
                               .says("250 OK\r\n")
                               .hears("DATA\r\n")
                               .says("354 go\r\n")
                               .hears("x\r\n.\r\n")
                               .says("250 OK\r\n")});
  SMTP smtp("mail.test", 25, {}, network, "desk.test");
  CHECK(smtp.sendmail("", {"<a@mail.test>"}, "x").empty());
  CHECK_FALSE(smtp.does_esmtp());
  CHECK_THROWS_AS(smtp.login("a", "b"), SMTPNotSupportedError);
  network.require_finished();
}

TEST_CASE("a refused sender, refused recipients and a refused message are told apart; RSET follows") {
  const auto dialogue = [](const std::string& mail, const std::string& rcpt, const std::string& data) {
    Script script;
    script.says("220 a\r\n").hears("EHLO [192.0.2.1]\r\n").says("250 a\r\n");
    script.hears("MAIL FROM:<me@a>\r\n").says(mail);
    if (!rcpt.empty()) script.hears("RCPT TO:<you@a>\r\n").says(rcpt);
    if (!data.empty()) script.hears("DATA\r\n").says(data);
    script.hears("RSET\r\n").says("250 OK\r\n");
    ScriptedNetwork network({script});
    SMTP smtp("a", 25, {}, network);
    try {
      smtp.sendmail("me@a", {"you@a"}, "x");
    } catch (const SMTPException&) {
      network.require_finished();
      throw;
    }
  };
  CHECK_THROWS_AS(dialogue("552 5.3.4 too large\r\n", "", ""), SMTPSenderRefused);
  CHECK_THROWS_AS(dialogue("250 OK\r\n", "550 no\r\n", ""), SMTPRecipientsRefused);
  CHECK_THROWS_AS(dialogue("250 OK\r\n", "250 OK\r\n", "451 later\r\n"), SMTPDataError);
}

TEST_CASE("PLAIN and LOGIN send what their RFCs say; a refusal tries the next mechanism") {
  ScriptedNetwork network({Script()
                               .says("220 a\r\n")
                               .hears("EHLO [192.0.2.1]\r\n")
                               .says("250-a\r\n250 AUTH LOGIN PLAIN\r\n")
                               .hears("AUTH PLAIN AGxlYXJuZXIAc2VjcmV0\r\n")
                               .says("535 no\r\n")
                               .hears("AUTH LOGIN\r\n")
                               .says("334 VXNlcm5hbWU6\r\n")
                               .hears("bGVhcm5lcg==\r\n")
                               .says("334 UGFzc3dvcmQ6\r\n")
                               .hears("c2VjcmV0\r\n")
                               .says("235 ok\r\n")});
  SMTP smtp("a", 25, {}, network);
  CHECK(smtp.login("learner", "secret").code == 235);
  network.require_finished();
}

TEST_CASE("no argument becomes a command of its own") {
  ScriptedNetwork network({Script().says("220 a\r\n")});
  SMTP smtp("a", 25, {}, network);
  CHECK_THROWS_AS(smtp.mail("a@b\r\nRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.mail("<a@b> SIZE=1 <c>"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.mail("a@b SIZE=1"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.mail("a@b", {"SIZE=1\nRSET"}), std::invalid_argument);
  CHECK_THROWS_AS(smtp.rcpt("a@b\nRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.verify("a\rRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.expn("a\nRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.help("a\nRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.docmd("NOOP\r\nRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.ehlo("a\r\nRSET"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.login("a\nb", "c"), std::invalid_argument);
  CHECK_THROWS_AS(smtp.auth("PLAIN", "a", std::string_view("b\0c", 3)), std::invalid_argument);
  CHECK_THROWS_AS(smtp.mail("学生@mail.test"), SMTPNotSupportedError);
  CHECK(network.sent().empty());
}

TEST_CASE("send_message takes sender and recipients from the headers and leaves Bcc out") {
  ScriptedNetwork network({Script()
                               .says("220 a\r\n")
                               .hears("EHLO [192.0.2.1]\r\n")
                               .says("250 a\r\n")
                               .hears("MAIL FROM:<me@a.test>\r\n")
                               .says("250 OK\r\n")
                               .hears("RCPT TO:<to@a.test>\r\n")
                               .says("250 OK\r\n")
                               .hears("RCPT TO:<secret@a.test>\r\n")
                               .says("250 OK\r\n")
                               .hears("DATA\r\n")
                               .says("354 go\r\n")
                               .hears_until("\r\n.\r\n")
                               .says("250 OK\r\n")});
  SMTP smtp("a", 25, {}, network);
  email::EmailMessage message;
  message.set("From", "Me <me@a.test>");
  message.set("To", "you <to@a.test>");
  message.set("Bcc", "secret@a.test");
  message.set("Subject", "你好");
  message.set_content(".\n");
  CHECK(smtp.send_message(message).empty());
  CHECK(network.sent().find("Bcc") == std::string::npos);
  CHECK(network.sent().find("Subject: =?utf-8?") != std::string::npos);
  network.require_finished();
}
