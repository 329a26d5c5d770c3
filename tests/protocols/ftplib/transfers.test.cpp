// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>
#include <sstream>

#include "protocols/ftplib/ftp.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::ftplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

Script greeting() {
  return Script().says("220 ready\r\n");
}

ScriptedNetwork downloads() {
  return ScriptedNetwork({greeting()
                              .hears("TYPE I\r\n")
                              .says("200 ok\r\n")
                              .hears("EPSV\r\n")
                              .says("229 ok (|||40001|)\r\n")
                              .hears("REST 5\r\n")
                              .says("350 ok\r\n")
                              .hears("RETR file\r\n")
                              .says("150 Opening (8 bytes)\r\n")
                              .says("226 done\r\n")
                              .hears("TYPE A\r\n")
                              .says("200 ok\r\n")
                              .hears("EPSV\r\n")
                              .says("229 ok (|||40002|)\r\n")
                              .hears("NLST\r\n")
                              .says("150 here\r\n")
                              .says("226 done\r\n"),
                          Script().says(std::string("\0\r\n\xff", 4) + "data").closes(),
                          Script().says("a\r\n你 好\r\n").closes()});
}

void download(ScriptedNetwork& network) {
  FTP ftp("ftp.test", 21, {}, network);
  std::string data;
  ftp.retrbinary("RETR file", [&data](std::string_view block) { data += block; }, 5);
  const std::vector<std::string> names = ftp.nlst();
  CHECK(data == std::string("\0\r\n\xff", 4) + "data");
  CHECK(names == std::vector<std::string>{"a", "你 好"});
}

ScriptedNetwork uploads() {
  return ScriptedNetwork({greeting()
                              .hears("TYPE I\r\n")
                              .says("200 ok\r\n")
                              .hears("EPSV\r\n")
                              .says("229 ok (|||40001|)\r\n")
                              .hears("STOR file\r\n")
                              .says("150 go\r\n")
                              .says("226 done\r\n")
                              .hears("TYPE A\r\n")
                              .says("200 ok\r\n")
                              .hears("EPSV\r\n")
                              .says("229 ok (|||40002|)\r\n")
                              .hears("APPE text\r\n")
                              .says("150 go\r\n")
                              .says("226 done\r\n"),
                          Script().hears("bytes\n\r").closes(), Script().hears("one\r\ntwo\r\n").closes()});
}

void upload(ScriptedNetwork& network) {
  FTP ftp("ftp.test", 21, {}, network);
  std::istringstream bytes("bytes\n\r");
  std::size_t told = 0;
  ftp.storbinary("STOR file", bytes, [&told](std::string_view block) { told += block.size(); });
  std::istringstream text("one\ntwo\r\n");
  ftp.storlines("APPE text", text);
  CHECK(told == 7);
}

}  // namespace

TEST_CASE("bytes and lines are received, wherever they are split") {
  ScriptedNetwork network = downloads();
  network.split(GENERATE(1, 3, 1000));
  download(network);
  network.require_finished();
  CHECK(network.targets() ==
        std::vector<Address>{{"ftp.test", 21}, {"ftp.test", 40001}, {"ftp.test", 40002}});
}

TEST_CASE("a download fails cleanly whichever operation fails") {
  CHECK(porthole::test::fail_each(downloads, download) >= 20);
}

TEST_CASE("bytes and lines are sent") {
  ScriptedNetwork network = uploads();
  upload(network);
  network.require_finished();
}

TEST_CASE("an upload fails cleanly whichever operation fails") {
  CHECK(porthole::test::fail_each(uploads, upload) >= 18);
}

TEST_CASE("a host without EPSV is asked for PASV, once and for all, and its address is not believed") {
  ScriptedNetwork network({greeting()
                               .hears("TYPE A\r\n")
                               .says("200 ok\r\n")
                               .hears("EPSV\r\n")
                               .says("500 what?\r\n")
                               .hears("PASV\r\n")
                               .says("227 ok (10,9,8,7,156,65)\r\n")
                               .hears("LIST\r\n")
                               .says("150 here\r\n226 done\r\n")
                               .hears("PASV\r\n")
                               .says("227 ok (10,9,8,7,156,66)\r\n")
                               .hears("LIST x\r\n")
                               .says("150 here\r\n226 done\r\n"),
                           Script().says("one\r\n").closes(), Script().closes()});
  FTP ftp("192.0.2.2", 21, {}, network);
  CHECK(ftp.dir() == std::vector<std::string>{"one"});
  CHECK(ftp.dir("x").empty());
  CHECK(network.targets() ==
        std::vector<Address>{{"192.0.2.2", 21}, {"192.0.2.2", 40001}, {"192.0.2.2", 40002}});
}

TEST_CASE("in active mode the host connects to us") {
  ScriptedNetwork network({greeting()
                               .hears("TYPE A\r\n")
                               .says("200 ok\r\n")
                               .hears("EPRT |1|192.0.2.1|40000|\r\n")
                               .says("500 what?\r\n")
                               .hears("PORT 192,0,2,1,156,64\r\n")
                               .says("200 ok\r\n")
                               .hears("MLSD\r\n")
                               .says("150 here\r\n226 done\r\n"),
                           Script().says("type=file;size=1; x\r\n").closes()});
  FTP ftp("192.0.2.2", 21, {}, network);
  ftp.set_pasv(false);
  CHECK(ftp.mlsd() == std::vector<Entry>{{"x", {{"type", "file"}, {"size", "1"}}}});
  network.require_finished();
}

TEST_CASE("a transfer that is given up is ended by ABOR, and the session goes on") {
  ScriptedNetwork network({greeting()
                               .hears("EPSV\r\n")
                               .says("229 ok (|||40001|)\r\n")
                               .hears("RETR big\r\n")
                               .says("150 here\r\n")
                               .hears("ABOR\r\n")
                               .says("426 ended\r\n226 aborted\r\n")
                               .hears("NOOP\r\n")
                               .says("200 ok\r\n"),
                           Script().says("part")});
  FTP ftp("ftp.test", 21, {}, network);
  ftp.transfercmd("RETR big")->close();
  CHECK(ftp.abort() == "226 aborted");
  CHECK(ftp.noop() == "200 ok");
}

TEST_CASE("a reader that throws leaves the session in step") {
  ScriptedNetwork network({greeting()
                               .hears("TYPE I\r\n")
                               .says("200 ok\r\n")
                               .hears("EPSV\r\n")
                               .says("229 ok (|||40001|)\r\n")
                               .hears("RETR big\r\n")
                               .says("150 here\r\n")
                               .says("426 you left\r\n")
                               .hears("NOOP\r\n")
                               .says("200 ok\r\n"),
                           Script().says("part")});
  FTP ftp("ftp.test", 21, {}, network);
  CHECK_THROWS_AS(ftp.retrbinary("RETR big", [](std::string_view) { throw std::out_of_range("full"); }),
                  std::out_of_range);
  CHECK(ftp.noop() == "200 ok");
}

TEST_CASE("a refused upload tells why, though the connection broke first") {
  ScriptedNetwork network({greeting()
                               .hears("TYPE I\r\n")
                               .says("200 ok\r\n")
                               .hears("EPSV\r\n")
                               .says("229 ok (|||40001|)\r\n")
                               .hears("STOR x\r\n")
                               .says("150 go\r\n")
                               .says("552 Too large\r\n"),
                           Script().closes()});
  network.fail_nth(13, ECONNRESET);
  FTP ftp("ftp.test", 21, {}, network);
  std::istringstream file(std::string(200000, 'x'));
  CHECK_THROWS_WITH(ftp.storbinary("STOR x", file), "552 Too large");
}

TEST_CASE("an entry comes over the control connection too") {
  ScriptedNetwork network({greeting()
                               .hears("MLST x\r\n")
                               .says("250-Listing\r\n type=dir; /x\r\n250 End\r\n")
                               .hears("MLST y\r\n")
                               .says("250 none\r\n")});
  FTP ftp("ftp.test", 21, {}, network);
  CHECK(ftp.mlst("x") == Entry{"/x", {{"type", "dir"}}});
  CHECK_THROWS_AS(ftp.mlst("y"), error_proto);
}
