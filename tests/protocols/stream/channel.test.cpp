// SPDX-License-Identifier: MIT
#include "protocols/stream/channel.hpp"

#include <catch_amalgamated.hpp>

#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

Channel channel_of(const Script& script, std::size_t split) {
  ScriptedNetwork network({script});
  network.split(split);
  return Channel(network.connect({"host.test", 1}, {}));
}

}  // namespace

TEST_CASE("lines end in CR LF or LF, wherever they are split") {
  const std::size_t split = GENERATE(1, 2, 3, 1000);
  Channel channel = channel_of(Script().says("one\r\ntwo\n\nth\rree\r\r\n").closes(), split);
  CHECK(channel.readline() == "one");
  CHECK(channel.readline() == "two");
  CHECK(channel.readline().empty());
  CHECK(channel.readline() == "th\rree\r");
  CHECK(channel.readline_or_end() == std::nullopt);
  CHECK_THROWS_AS(channel.readline(), EOFError);
}

TEST_CASE("a line of the limit passes and a longer one does not") {
  const std::size_t split = GENERATE(1, 4, 5, 6, 1000);
  Channel channel = channel_of(Script().says("12345\r\n12345\n123456\r\n").closes(), split);
  CHECK(channel.readline(5) == "12345");
  CHECK(channel.readline(5) == "12345");
  CHECK_THROWS_AS(channel.readline(5), LimitError);
}

TEST_CASE("an endless line is refused before it fills the memory") {
  Channel channel = channel_of(Script().says(std::string(1 << 20, 'x')), 1 << 20);
  CHECK_THROWS_WITH(channel.readline(), "the host sent a line longer than 8192 bytes");
}

TEST_CASE("an end within a line is not a line") {
  Channel channel = channel_of(Script().says("half").closes(), 2);
  CHECK_THROWS_WITH(channel.readline_or_end(), "the host closed the connection within a line");
}

TEST_CASE("counted bytes cross the buffer and tell how many are missing") {
  const std::size_t split = GENERATE(1, 7, 1000);
  Channel channel = channel_of(Script().says("line\n0123456789ab").closes(), split);
  CHECK(channel.readline() == "line");
  CHECK(channel.read(10) == "0123456789");
  CHECK_THROWS_WITH(channel.read(5), "the host closed the connection with 3 bytes missing");
}

TEST_CASE("a size of four gigabytes takes no memory before it comes") {
  Channel channel = channel_of(Script().says("x").closes(), 1);
  CHECK_THROWS_AS(channel.read(std::size_t{4} << 30), EOFError);
}

TEST_CASE("reading to the end obeys its limit") {
  CHECK(channel_of(Script().says("12345").closes(), 2).read_to_end(5) == "12345");
  CHECK_THROWS_AS(channel_of(Script().says("123456").closes(), 2).read_to_end(5), LimitError);
}

TEST_CASE("waiting reads nothing away, and tells when nothing came") {
  Channel channel = channel_of(Script().says("x\n").fails(0), 1);
  channel.stream().settimeout(seconds(9));
  CHECK(channel.wait(seconds(0.1)));
  CHECK(channel.wait(seconds(0.1)));
  CHECK(channel.readline() == "x");
  CHECK_FALSE(channel.wait(seconds(0.1)));
  CHECK(channel.stream().gettimeout() == seconds(9));
  CHECK(channel_of(Script().closes(), 1).wait({}));
}

TEST_CASE("a closed channel says EBADF") {
  Channel channel = channel_of(Script().says("x\n"), 10);
  channel.close();
  channel.close();
  CHECK(channel.closed());
  CHECK_THROWS_AS(channel.readline(), error);
  CHECK_THROWS_AS(channel.write("x"), error);
}
