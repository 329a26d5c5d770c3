// SPDX-License-Identifier: MIT
#include "protocols/ftplib/ftp.hpp"

#include <catch_amalgamated.hpp>

#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::ftplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

Script greeting() {
  return Script().says("220 ftp.test ready\r\n");
}

Script logged_in() {
  return greeting()
      .hears("USER learner\r\n")
      .says("331 Password\r\n")
      .hears("PASS secret\r\n")
      .says("230 In\r\n");
}

ScriptedNetwork manager() {
  return ScriptedNetwork({logged_in()
                              .hears("MKD a b\r\n")
                              .says("257 \"/a b\" created\r\n")
                              .hears("CWD /a b\r\n")
                              .says("250 ok\r\n")
                              .hears("PWD\r\n")
                              .says("257 \"/a b\"\r\n")
                              .hears("RNFR x\r\n")
                              .says("350 To\r\n")
                              .hears("RNTO y\r\n")
                              .says("250 ok\r\n")
                              .hears("TYPE I\r\n")
                              .says("200 ok\r\n")
                              .hears("SIZE y\r\n")
                              .says("213 5000000000\r\n")
                              .hears("MDTM y\r\n")
                              .says("213 20251123120000\r\n")
                              .hears("DELE y\r\n")
                              .says("250 ok\r\n")
                              .hears("CDUP\r\n")
                              .says("250 ok\r\n")
                              .hears("RMD a b\r\n")
                              .says("250 ok\r\n")
                              .hears("QUIT\r\n")
                              .says("221 Bye\r\n")
                              .closes()});
}

void manage(ScriptedNetwork& network) {
  FTP ftp("ftp.test", 21, {}, network);
  ftp.login("learner", "secret");
  const std::string made = ftp.mkd("a b");
  ftp.cwd(made);
  const std::string here = ftp.pwd();
  ftp.rename("x", "y");
  const std::uint64_t size = ftp.size("y");
  const std::time_t time = ftp.mdtm("y");
  ftp.delete_("y");
  ftp.cwd("..");
  ftp.rmd("a b");
  ftp.quit();
  CHECK(here == "/a b");
  CHECK(size == 5000000000ULL);
  CHECK(time == 1763899200);
  CHECK(ftp.closed());
}

}  // namespace

TEST_CASE("files and directories are managed, wherever replies are split") {
  ScriptedNetwork network = manager();
  network.split(GENERATE(1, 2, 1000));
  manage(network);
  network.require_finished();
}

TEST_CASE("managing fails cleanly whichever operation fails") {
  CHECK(porthole::test::fail_each(manager, manage) >= 26);
}

TEST_CASE("a reply of several lines ends where its code comes back with a blank") {
  ScriptedNetwork network(
      {Script()
           .says("220-Welcome\r\n220 not the end? it is\r\n")
           .hears("FEAT\r\n")
           .says("211-Features:\r\n MLST type*;size*;\r\n UTF8\r\n211-more\r\n211 End\r\n")});
  FTP ftp("ftp.test", 21, {}, network);
  CHECK(ftp.getwelcome() == "220-Welcome\n220 not the end? it is");
  CHECK(ftp.feat() == std::vector<std::string>{"MLST type*;size*;", "UTF8", "211-more"});
}

TEST_CASE("a host that is busy greets later") {
  ScriptedNetwork network({Script().says("120 In 1 minute\r\n220 Now\r\n")});
  CHECK(FTP("ftp.test", 21, {}, network).getwelcome() == "220 Now");
}

TEST_CASE("a user without a name is anonymous, and an account is told to who asks") {
  ScriptedNetwork anonymous({greeting()
                                 .hears("USER anonymous\r\n")
                                 .says("331 Mail?\r\n")
                                 .hears("PASS anonymous@\r\n")
                                 .says("230 In\r\n")});
  FTP("ftp.test", 21, {}, anonymous).login();
  anonymous.require_finished();
  ScriptedNetwork account({greeting()
                               .hears("USER u\r\n")
                               .says("331 P\r\n")
                               .hears("PASS p\r\n")
                               .says("332 A\r\n")
                               .hears("ACCT a\r\n")
                               .says("230 In\r\n")});
  FTP("ftp.test", 21, {}, account).login("u", "p", "a");
  account.require_finished();
}

TEST_CASE("refusals are told apart and keep the client open") {
  ScriptedNetwork network({greeting()
                               .hears("DELE x\r\n")
                               .says("550 No such file\r\n")
                               .hears("DELE x\r\n")
                               .says("450 Busy\r\n")
                               .hears("DELE x\r\n")
                               .says("350 What?\r\n")
                               .hears("NOOP\r\n")
                               .says("200 ok\r\n")});
  FTP ftp("ftp.test", 21, {}, network);
  CHECK_THROWS_AS(ftp.delete_("x"), error_perm);
  CHECK_THROWS_AS(ftp.delete_("x"), error_temp);
  CHECK_THROWS_AS(ftp.delete_("x"), error_reply);
  CHECK(ftp.noop() == "200 ok");
}

TEST_CASE("what is no reply closes the client") {
  const std::string said =
      GENERATE("HTTP/1.1 400 Bad Request\r\n", "\r\n", "22\r\n", "220x\r\n", "999 no\r\n", "0\r\n");
  ScriptedNetwork network({Script().says(said)});
  FTP ftp(network);
  CHECK_THROWS_AS(ftp.connect("ftp.test"), error_proto);
  CHECK(ftp.closed());
  CHECK_THROWS_AS(ftp.noop(), error);
}

TEST_CASE("an endless reply is refused") {
  std::string lines = "220-\r\n";
  for (int i = 0; i < 300; ++i) lines += std::string(8000, 'x') + "\r\n";
  ScriptedNetwork network({Script().says(lines)});
  FTP ftp(network);
  CHECK_THROWS_AS(ftp.connect("ftp.test"), LimitError);
  ScriptedNetwork line({Script().says("220 " + std::string(9000, 'x'))});
  FTP other(line);
  CHECK_THROWS_AS(other.connect("ftp.test"), LimitError);
}

TEST_CASE("no argument becomes a command of its own") {
  using namespace std::string_literals;
  ScriptedNetwork network({greeting()});
  FTP ftp("ftp.test", 21, {}, network);
  for (const std::string& bad : {"x\r\nDELE y"s, "x\ny"s, "x\0y"s}) {
    CHECK_THROWS_AS(ftp.delete_(bad), std::invalid_argument);
    CHECK_THROWS_AS(ftp.login(bad), std::invalid_argument);
    CHECK_THROWS_AS(ftp.rename("x", bad), std::invalid_argument);
  }
  CHECK(network.sent().empty());
  CHECK_FALSE(ftp.closed());
}

TEST_CASE("a byte that Telnet would take for its own is doubled") {
  ScriptedNetwork network({greeting()
                               .hears("DELE a\xff\xff"
                                      "b\r\n")
                               .says("250 ok\r\n")});
  FTP("ftp.test", 21, {}, network)
      .delete_(
          "a\xff"
          "b");
  network.require_finished();
}
