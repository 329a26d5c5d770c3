// SPDX-License-Identifier: MIT
// What a real SMTP server proves of the client: every command, and mail whose bytes the test compares
// afterwards. With two arguments: EXPN and HELP, from a server that has them.
// usage: smtp_verbs HOST PORT [PORT-WITH-LOGIN SIZE-LIMIT]

#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

#include "../proving.hpp"
#include "protocols/email.hpp"
#include "protocols/smtplib.hpp"

using namespace porthole;
using namespace porthole::smtplib;
using verbs::proved;
using verbs::require;

namespace {

const std::string learner = "learner@mail.test";

template <class Refusal, class Work>
Refusal refused(const std::string& what, const Work& work) {
  try {
    work();
  } catch (const Refusal& refusal) {
    return refusal;
  }
  throw std::runtime_error("not refused: " + what);
}

void commands(const std::string& host, int port) {
  SMTP smtp(host, port, seconds(60));
  require(smtp.helo("desk.test").code == 250 && !smtp.does_esmtp(), "HELO");
  proved("HELO");
  require(smtp.ehlo().code == 250, "EHLO");
  for (const char* offer : {"pipelining", "size", "8bitmime", "smtputf8", "auth"})
    require(smtp.has_extn(offer), std::string("EHLO lists ") + offer);
  proved("EHLO");
  require(smtp.noop().code == 250, "NOOP");
  proved("NOOP");
  require(smtp.verify(learner).code == 252, "VRFY of a user");
  require(smtp.verify("nobody@mail.test").code == 550, "VRFY of nobody");
  proved("VRFY");
  require(smtp.docmd("XYZZY").code / 100 == 5, "a command that is none");
  require(smtp.expn("class").code == 500 && smtp.noop().code == 250, "EXPN is not known here");
  proved("EXPN refused");
  require(smtp.docmd("HELP").code == 500 && smtp.help() == smtp.docmd("HELP").text, "HELP is not known here");
  proved("HELP refused");
  require(smtp.mail("teacher@mail.test").code == 250, "MAIL");
  proved("MAIL");
  require(smtp.rcpt(learner).code == 250, "RCPT");
  require(smtp.rcpt("nobody@mail.test").code == 550, "RCPT of nobody");
  proved("RCPT");
  require(smtp.rset().code == 250 && smtp.rcpt(learner).code == 503, "RSET forgets");
  proved("RSET");
  require(smtp.mail("teacher@mail.test").code == 250 && smtp.rcpt(learner).code == 250, "another message");
  require(smtp.data(".\r\n..\r\nlast").code == 250, "DATA");
  proved("DATA");
  require(smtp.quit().code == 221 && smtp.closed(), "QUIT");
  proved("QUIT");
}

void questions(const std::string& host, int port) {
  SMTP smtp(host, port, seconds(60));
  require(smtp.ehlo().code == 250 && smtp.has_extn("expn") && smtp.has_extn("help"), "EHLO lists both");
  const Reply list = smtp.expn("class");
  require(list.code == 250 && list.text == "2.1.5 <teacher@mail.test>\n2.1.5 <learner@mail.test>",
          "EXPN names the members");
  require(smtp.expn("nobody").code == 550, "EXPN of no list");
  proved("EXPN");
  require(smtp.docmd("HELP").code == 214 && smtp.help().find(" EXPN HELP ") != std::string::npos,
          "HELP lists the commands");
  require(smtp.help("EXPN") == smtp.help(), "HELP takes a topic");
  proved("HELP");
  require(smtp.quit().code == 221, "QUIT");
}

void logins(const std::string& host, int port) {
  for (const std::string mechanism : {"PLAIN", "LOGIN", "CRAM-MD5"}) {
    SMTP smtp(host, port, seconds(60));
    smtp.ehlo();
    const auto refusal = refused<SMTPAuthenticationError>("a wrong password",
                                                          [&] { smtp.auth(mechanism, "learner", "sécret"); });
    require(refusal.smtp_code() == 535, "535 for a wrong password");
    require(smtp.mail(learner).code == 250 && smtp.rcpt(learner).code == 554,
            "no recipient before the login");
    smtp.rset();
    require(smtp.auth(mechanism, "学生", "secret").code == 235, "AUTH " + mechanism);
    require(smtp.mail(learner).code == 250 && smtp.rcpt(learner).code == 250, "a recipient after the login");
    smtp.quit();
    proved("AUTH " + mechanism);
  }
  SMTP smtp(host, port, seconds(60));
  require(smtp.login("learner", "secret").code == 235, "the best mechanism");
}

void letters(const std::string& host, int port, std::size_t limit) {
  std::string bytes;
  for (const int step : {1, 3, 255})
    for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value * step);
  email::EmailMessage message;
  message.set("From", "老师 <teacher@mail.test>");
  message.set("To", learner);
  message.set("Bcc", "学生@mail.test");
  message.set("Subject", "你好，世界");
  message.set_content("第一行\n.\n..two\n");
  message.add_attachment(bytes, {.filename = "每个字节.bin"});
  SMTP smtp(host, port, seconds(60));
  require(smtp.send_message(message).empty(), "everybody has it");
  proved("SMTPUTF8");
  proved("send_message");

  std::string raw = "Subject: raw\r\n\r\n";
  for (int value = 1; value < 256; ++value)
    if (value != '\r' && value != '\n') raw += static_cast<char>(value);
  require(smtp.sendmail("", {learner}, raw + "\n.\n").empty(), "eight bits");
  proved("8BITMIME");

  const Refused some = smtp.sendmail(learner, {"nobody@mail.test", learner, "you@elsewhere.test"}, "some\n");
  require(some.size() == 2 && some.at("nobody@mail.test").code == 550 &&
              some.at("you@elsewhere.test").code == 554,
          "two recipients of three are refused");
  const auto all = refused<SMTPRecipientsRefused>(
      "all recipients", [&] { smtp.sendmail(learner, {"nobody@mail.test", "you@elsewhere.test"}, "x"); });
  require(all.recipients().size() == 2, "each with an answer");
  proved("refused recipients");
  std::vector<std::string> many(100, learner);
  many.emplace_back("nobody@mail.test");
  require(smtp.sendmail(learner, many, "many\n").size() == 1, "a hundred recipients in one go");
  proved("PIPELINING");

  const auto large = refused<SMTPSenderRefused>(
      "a message that is too large", [&] { smtp.sendmail(learner, {learner}, std::string(limit + 1, 'x')); });
  require(large.smtp_code() == 552, "552 for a size beyond the limit");
  require(smtp.sendmail(learner, {learner}, "after\n").empty(), "the connection can be used on");
  proved("SIZE");
  smtp.quit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) return 2;
  try {
    if (argc == 3) {
      questions(argv[1], std::atoi(argv[2]));
      return 0;
    }
    commands(argv[1], std::atoi(argv[2]));
    logins(argv[1], std::atoi(argv[3]));
    letters(argv[1], std::atoi(argv[2]), static_cast<std::size_t>(std::atoi(argv[4])));
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
