// SPDX-License-Identifier: MIT
// The SMTP host's parsers, and a session driven without sockets.

#include <catch_amalgamated.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "hosts/smtp/mail_path.hpp"
#include "hosts/smtp/smtp_session.hpp"

using namespace porthole::hosts;

namespace {

MailPath path_of(std::string_view argument, std::string_view keyword) {
  const auto path = parse_mail_path(argument, keyword);
  if (!path) throw std::runtime_error("this is a path: " + std::string(argument));
  return *path;
}

}  // namespace

TEST_CASE("A path is an address and its parameters") {
  const MailPath path = path_of("from: <@a,@b:ann@mail.test>  size=9 Body=8BITMIME SMTPUTF8", "FROM");
  CHECK(path.address == "ann@mail.test");
  CHECK(path.parameters.at("SIZE") == "9");
  CHECK(path.parameters.at("BODY") == "8BITMIME");
  CHECK(path.parameters.at("SMTPUTF8").empty());
  CHECK(path_of("TO:<>", "TO").address.empty());
  CHECK(path_of(R"(TO:<"a \"b> c"@d>)", "TO").address == R"("a \"b> c"@d)");
}

TEST_CASE("What is no path is refused") {
  const std::string quoted_cr = "FROM:<\"\\\r\"@a>";
  const std::string quoted_nul = "FROM:<\"\\" + std::string(1, '\0') + "\"@a>";
  for (const std::string& argument :
       {quoted_cr, quoted_nul, std::string("FROM:<a\x7F@b>"), std::string("FROM:<a b@c>"),
        std::string("FROM:<a"), std::string("FROM:<\"a>"), std::string("FROM:a@b"), std::string("FROM:<a>X"),
        std::string("FROM:<a> =1"), std::string("FROM:<a> X X"), std::string("TO:<a>"),
        "FROM:<" + std::string(MailPath::longest + 1, 'a') + '>'}) {
    INFO(argument);
    CHECK_FALSE(parse_mail_path(argument, "FROM"));
  }
}

TEST_CASE("No client brings a line end of its own into the headers of a message") {
  const auto world = std::make_shared<MailWorld>();
  const std::size_t before = world->find("learner")->inbox().messages().size();
  Outbox out;
  SmtpSession session(world, "<1.2@mail.test>", out);
  std::string input =
      "EHLO a\rX-False: 1\r\nHELO a\x01\r\nHELO a\r\nMAIL FROM:<\"\\\r\"@a>\r\nMAIL FROM:<a@b>\r\n"
      "RCPT TO:<learner@mail.test>\r\nDATA\r\none\rtwo\nthree\r\n.\r\n";
  session.received(input, out);
  std::string codes;
  for (std::string_view said = out.waiting(); !said.empty(); said.remove_prefix(said.find('\n') + 1))
    codes += std::string(said.substr(0, 3)) + ' ';
  CHECK(codes == "220 501 501 250 501 250 250 354 250 ");
  const auto& messages = world->find("learner")->inbox().messages();
  REQUIRE(messages.size() == before + 1);
  const std::string& letter = *messages.back().content;
  CHECK(letter.starts_with("Return-Path: <a@b>\r\nReceived: from a\r\n\tby mail.test with SMTP;"));
  CHECK(letter.ends_with("\r\none\r\ntwo\r\nthree\r\n"));
}
