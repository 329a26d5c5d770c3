// SPDX-License-Identifier: MIT
#include "support/script.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/stream/channel.hpp"
#include "socket/error.hpp"

using namespace porthole;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

ScriptedNetwork greeter() {
  return ScriptedNetwork({Script().says("hello\r\n").hears("QUIT\r\n").says("bye\r\n").closes()});
}

void converse(ScriptedNetwork& network) {
  Channel channel(network.connect({"host.test", 1}, {}));
  const std::string greeting = channel.readline();  // outside of CHECK, which would catch what it throws
  channel.write("QUIT\r\n");
  const std::string farewell = channel.readline();
  CHECK(greeting == "hello");
  CHECK(farewell == "bye");
}

}  // namespace

TEST_CASE("a script is played to its end") {
  ScriptedNetwork network = greeter();
  CHECK_THROWS_AS(network.require_finished(), std::logic_error);
  converse(network);
  CHECK_NOTHROW(network.require_finished());
  CHECK(network.sent() == "QUIT\r\n");
  CHECK(network.targets() == std::vector{Address("host.test", 1)});
}

TEST_CASE("a script tells what it did not expect") {
  ScriptedNetwork network = greeter();
  Channel channel(network.connect({"host.test", 1}, {}));
  CHECK_THROWS_AS(channel.write("HELP\r\n"), std::logic_error);
  channel.readline();
  CHECK_THROWS_AS(channel.readline(), std::logic_error);
}

TEST_CASE("each operation fails once") {
  CHECK(porthole::test::fail_each(greeter, converse) == 4);
}
