// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "protocols/telnetlib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::telnetlib;
using namespace std::string_literals;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

ScriptedNetwork login_host() {
  return ScriptedNetwork({Script()
                              .says("\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f")
                              .hears("\xff\xfd\x01\xff\xfd\x03\xff\xfb\x18")
                              .hears("\xff\xfc\x1f")
                              .says("\xff\xfa\x18\x01\xff\xf0login: ")
                              .hears("\xff\xfa\x18\0vt100\xff\xf0"s)
                              .hears("learner\r\n")
                              .says("Password: ")
                              .hears("secret\r\n")
                              .says("Welcome\r\n$ ")
                              .closes()});
}

void log_in(ScriptedNetwork& network) {
  Telnet telnet("telnet.test", 23, {}, {.terminal_type = "vt100"}, network);
  telnet.read_until("login: ");
  telnet.write("learner\r\n");
  telnet.read_until("Password: ");
  telnet.write("secret\r\n");
  const std::string rest = telnet.read_all();
  CHECK(rest == "Welcome\r\n$ ");
  CHECK(telnet.enabled(Side::them, ECHO_));
  CHECK(telnet.enabled(Side::them, SGA));
  CHECK_FALSE(telnet.enabled(Side::us, NAWS));
}

}  // namespace

TEST_CASE("a login answers the negotiation on the way, wherever it is split") {
  ScriptedNetwork network = login_host();
  network.split(GENERATE(1, 2, 3, 1000));
  log_in(network);
  network.require_finished();
}

TEST_CASE("a login fails cleanly whichever operation fails") {
  CHECK(porthole::test::fail_each(login_host, log_in) >= 10);
}

TEST_CASE("the window is told when the host wants to know, and again when it changes") {
  ScriptedNetwork network({Script()
                               .hears("\xff\xfb\x1f")
                               .says("\xff\xfd\x1f.")
                               .hears("\xff\xfa\x1f\0\x50\0\x18\xff\xf0"s)
                               .hears("\xff\xfa\x1f\x01\xff\xff\0\x18\xff\xf0"s)
                               .closes()});
  Telnet telnet("telnet.test", 23, {}, {.window = WindowSize{80, 24}}, network);
  telnet.set_window_size({80, 24});
  CHECK(telnet.read_some() == ".");
  telnet.set_window_size({511, 24});
  network.require_finished();
  CHECK_THROWS_AS(telnet.set_window_size({-1, 24}), std::invalid_argument);
}

TEST_CASE("data is escaped both ways") {
  ScriptedNetwork network({Script()
                               .hears("a\xff\xff"
                                      "b")
                               .says("c\xff\xff"
                                     "d")
                               .closes()});
  Telnet telnet("telnet.test", 23, {}, {}, network);
  telnet.write(
      "a\xff"
      "b");
  CHECK(telnet.read_all() ==
        "c\xff"
        "d");
}

TEST_CASE("expect tells which text came first") {
  ScriptedNetwork network({Script().says("one two three").closes()});
  network.split(GENERATE(1, 1000));
  Telnet telnet("telnet.test", 23, {}, {}, network);
  CHECK(telnet.expect({"three", "two"}) == std::pair(1, "one two"s));
  CHECK(telnet.expect({"four"}) == std::pair(-1, " three"s));
  CHECK(telnet.eof());
  CHECK_THROWS_AS(telnet.read_until("x"), EOFError);
  CHECK_THROWS_AS(telnet.read_very_eager(), EOFError);
}

TEST_CASE("a timeout of the call gives what there is, one of the connection is an error") {
  ScriptedNetwork network({Script().says("half").fails(0)});
  Telnet telnet("telnet.test", 23, {}, {}, network);
  CHECK(telnet.read_until("whole", seconds(5)) == "half");
  CHECK_THROWS_AS(telnet.read_until("whole"), porthole::timeout);
}

TEST_CASE("a host that negotiates without end gets one answer a word") {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "\xff\xfd\x1f\xff\xfe\x1f\xff\xfb\xc8";
  ScriptedNetwork network({Script().says(words).closes()});
  Telnet telnet("telnet.test", 23, {}, {}, network);
  CHECK_THROWS_AS(telnet.read_until("x"), EOFError);
  CHECK(network.sent().size() == 1000 * (std::string_view("\xff\xfc\x1f").size() + 3));  // WONT and DONT
}

TEST_CASE("after the end of sending the host's wishes are not answered, and its words still come") {
  ScriptedNetwork network({Script()
                               .hears("bye")
                               .says("\xff\xfd\x18\xff\xfb\x01"
                                     "good")
                               .closes()});
  Telnet telnet("telnet.test", 23, {}, {}, network);
  telnet.write("bye");
  telnet.shutdown_send();
  CHECK(telnet.read_all() == "good");
  CHECK(network.sent() == "bye");
}

TEST_CASE("a closed client says EBADF") {
  ScriptedNetwork network({Script().closes()});
  Telnet telnet("telnet.test", 23, {}, {}, network);
  telnet.close();
  telnet.close();
  CHECK(telnet.fileno() == -1);
  CHECK_THROWS_AS(telnet.write("x"), error);
}

TEST_CASE("a terminal type is one line") {
  ScriptedNetwork network({Script().closes()});
  CHECK_THROWS_AS(Telnet("telnet.test", 23, {}, {.terminal_type = "vt\r\n100"}, network),
                  std::invalid_argument);
}
