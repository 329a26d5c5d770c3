// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "protocols/poplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::poplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

/// The dialogue of RFC 1939 section 10, and every other command.
ScriptedNetwork mail_host() {
  return ScriptedNetwork({Script()
                              .says("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n")
                              .hears("CAPA\r\n")
                              .says("+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN\r\n.\r\n")
                              .hears("UTF8\r\n")
                              .says("+OK\r\n")
                              .hears("APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n")
                              .says("+OK mrose's maildrop has 2 messages (320 octets)\r\n")
                              .hears("STAT\r\n")
                              .says("+OK 2 320\r\n")
                              .hears("LIST\r\n")
                              .says("+OK 2 messages (320 octets)\r\n1 120\r\n2 200\r\n.\r\n")
                              .hears("LIST 2\r\n")
                              .says("+OK 2 200\r\n")
                              .hears("UIDL\r\n")
                              .says("+OK\r\n1 whqtswO00WBw418f9t5JxYwZ\r\n2 QhdPYR:00WBw1Ph7x7\r\n.\r\n")
                              .hears("UIDL 2\r\n")
                              .says("+OK 2 QhdPYR:00WBw1Ph7x7\r\n")
                              .hears("RETR 1\r\n")
                              .says("+OK 120 octets\r\nSubject: dots\r\n\r\n..\r\n...two\r\n\r\n.\r\n")
                              .hears("RETR 2\r\n")
                              .says("+OK\r\nSubject: streamed\r\n\r\n..x\r\n.\r\n")
                              .hears("TOP 1 0\r\n")
                              .says("+OK\r\nSubject: dots\r\n\r\n.\r\n")
                              .hears("TOP 2 10\r\n")
                              .says("+OK\r\n.\r\n")
                              .hears("NOOP\r\n")
                              .says("+OK\r\n")
                              .hears("DELE 1\r\n")
                              .says("+OK message 1 deleted\r\n")
                              .hears("RSET\r\n")
                              .says("+OK maildrop has 2 messages (320 octets)\r\n")
                              .hears("QUIT\r\n")
                              .says("+OK dewey POP3 server signing off (maildrop empty)\r\n")
                              .closes()});
}

void require(bool condition) {
  if (!condition) throw std::logic_error("not what the script said");
}

void read_all_mail(ScriptedNetwork& network) {
  POP3 pop("mail.test", 110, {}, network);
  require(pop.getwelcome() == "+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>" &&
          pop.has_timestamp());
  require(pop.capa() == Capabilities{{"TOP", {}}, {"UIDL", {}}, {"SASL", {"PLAIN"}}});
  pop.utf8();
  pop.apop("mrose", "tanstaaf");
  require(pop.stat() == Stat{2, 320});
  require(pop.list() == std::vector<Size>{{1, 120}, {2, 200}});
  require(pop.list(2) == Size{2, 200});
  require(pop.uidl() == std::vector<UniqueId>{{1, "whqtswO00WBw418f9t5JxYwZ"}, {2, "QhdPYR:00WBw1Ph7x7"}});
  require(pop.uidl(2) == UniqueId{2, "QhdPYR:00WBw1Ph7x7"});
  const Answer first = pop.retr(1);
  require(first.response == "+OK 120 octets" && first.octets == first.text().size());
  require(first.text() == "Subject: dots\r\n\r\n.\r\n..two\r\n\r\n");
  std::string second;
  require(pop.retr(2, [&](std::string_view line) { second += line; }) == "+OK");
  require(second == "Subject: streamed\r\n\r\n.x\r\n");
  require(pop.top(1, 0).lines == std::vector<std::string>{"Subject: dots", ""});
  pop.top(2, 10, [](std::string_view) { throw std::logic_error("there is no line"); });
  pop.noop();
  require(pop.dele(1) == "+OK message 1 deleted");
  pop.rset();
  require(pop.quit() == "+OK dewey POP3 server signing off (maildrop empty)");
  require(pop.closed());
}

}  // namespace

TEST_CASE("every command, wherever the answers are split") {
  ScriptedNetwork network = mail_host();
  network.split(GENERATE(as<std::size_t>(), 1, 2, 3, 7, 1000));
  read_all_mail(network);
  network.require_finished();
  CHECK(network.targets() == std::vector<Address>{{"mail.test", 110}});
}

TEST_CASE("every command fails cleanly whichever operation fails") {
  CHECK(porthole::test::fail_each(mail_host, read_all_mail) >= 30);
}

TEST_CASE("a login by USER and PASS, refused, can be tried again; the password is in no message") {
  ScriptedNetwork network({Script()
                               .says("+OK\r\n")
                               .hears("USER learner\r\n")
                               .says("+OK\r\n")
                               .hears("PASS se cret\r\n")
                               .says("-ERR [AUTH] no\r\n")
                               .hears("USER learner\r\n")
                               .says("+OK\r\n")
                               .hears("PASS secret\r\n")
                               .says("+OK\r\n")});
  POP3 pop("mail.test", 110, {}, network);
  pop.user("learner");
  try {
    pop.pass_("se cret");
    FAIL();
  } catch (const error_proto& refusal) {
    CHECK(refusal.code() == "AUTH");
    CHECK(refusal.response() == "-ERR [AUTH] no");
    CHECK(refusal.what() == std::string("PASS: the server refused: \"[AUTH] no\""));
  }
  pop.user("learner");
  CHECK(pop.pass_("secret") == "+OK");
  network.require_finished();
}

TEST_CASE("APOP without a timestamp in the greeting sends nothing") {
  ScriptedNetwork network({Script().says("+OK hello <not a timestamp>\r\n")});
  POP3 pop("mail.test", 110, {}, network);
  CHECK_FALSE(pop.has_timestamp());
  CHECK_THROWS_WITH(pop.apop("learner", "secret"), Catch::Matchers::ContainsSubstring("use USER and PASS"));
  CHECK(network.sent().empty());
}

TEST_CASE("a command cannot be smuggled into an argument, nor a message number be 0") {
  ScriptedNetwork network({Script().says("+OK <a@b>\r\n")});
  POP3 pop("mail.test", 110, {}, network);
  for (const std::string& bad : {std::string("a\r\nDELE 1"), std::string("a\nb"), std::string("a\rb"),
                                 std::string("a\0b", 3), std::string("\n")}) {
    CHECK_THROWS_AS(pop.user(bad), std::invalid_argument);
    CHECK_THROWS_AS(pop.pass_(bad), std::invalid_argument);
    CHECK_THROWS_AS(pop.apop(bad, "x"), std::invalid_argument);
  }
  CHECK_THROWS_AS(pop.retr(0), std::invalid_argument);
  CHECK_THROWS_AS(pop.dele(0), std::invalid_argument);
  CHECK_THROWS_AS(pop.top(0, 1), std::invalid_argument);
  CHECK(network.sent().empty());
  CHECK_FALSE(pop.closed());
}
