// SPDX-License-Identifier: MIT
#include "protocols/http/body.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/http/errors.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::http;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;
using Kind = Framing::Kind;

namespace {

Channel channel_of(const std::string& bytes, std::size_t split) {
  ScriptedNetwork network({Script().says(bytes).closes()});
  network.split(split);
  return Channel(network.connect({"host.test", 80}, {}));
}

std::string whole(BodyReader& body, Channel& channel) {
  std::string data;
  std::array<std::byte, 7> memory{};
  while (const std::size_t count = body.read_into(channel, memory))
    data.append(reinterpret_cast<const char*>(memory.data()), count);
  return data;
}

std::string chunked(const std::string& bytes) {
  Channel channel = channel_of(bytes, 3);
  BodyReader body({.kind = Kind::chunked});
  return whole(body, channel);
}

}  // namespace

TEST_CASE("a body ends where its framing says, and not a byte further") {
  const std::size_t split = GENERATE(1, 2, 5, 1000);
  Channel channel = channel_of("0123456789b\r\nhello world\r\n0\r\n\r\nrest", split);
  BodyReader length({.kind = Kind::length, .length = 10});
  CHECK(length.left() == 10);
  CHECK(whole(length, channel) == "0123456789");
  CHECK(length.done());
  BodyReader chunks({.kind = Kind::chunked});
  CHECK_FALSE(chunks.left().has_value());
  CHECK(whole(chunks, channel) == "hello world");
  BodyReader none(Framing{});
  CHECK(whole(none, channel).empty());
  BodyReader close({.kind = Kind::until_close});
  CHECK(whole(close, channel) == "rest");
  CHECK(close.done());
}

TEST_CASE("chunks may have extensions and trailers") {
  const std::size_t split = GENERATE(1, 3, 1000);
  Channel channel =
      channel_of("3;a=1\r\nabc\r\n002 ; b=\"x\"\r\nde\r\n0;last\r\nX-Sum: 5\r\nX-More: y\r\n\r\n", split);
  BodyReader body({.kind = Kind::chunked});
  CHECK(whole(body, channel) == "abcde");
  CHECK(body.trailers().items() == HeaderList{{"X-Sum", "5"}, {"X-More", "y"}});
}

TEST_CASE("a chunk that is not what its size says is refused") {
  CHECK_THROWS_AS(chunked("3\r\nabcd\r\n0\r\n\r\n"), BadChunk);
  CHECK_THROWS_AS(chunked("3\r\nab\r\n0\r\n\r\n"), BadChunk);
  CHECK_THROWS_AS(chunked("x\r\nab\r\n"), BadChunk);
  CHECK_THROWS_AS(chunked("-3\r\nabc\r\n"), BadChunk);
  CHECK_THROWS_AS(chunked("0\r\nno colon\r\n\r\n"), BadHeader);
}

TEST_CASE("a body that stops early is told with what is missing") {
  Channel channel = channel_of("0123", 3);
  BodyReader body({.kind = Kind::length, .length = 10});
  CHECK_THROWS_WITH(whole(body, channel), "the connection ended with 6 bytes missing");
  for (const char* bytes :
       {"", "5", "5\r\n", "5\r\nab", "5\r\nabcde", "5\r\nabcde\r\n", "0\r\n", "0\r\nA: b\r\n"})
    CHECK_THROWS_AS(chunked(bytes), IncompleteRead);
}

TEST_CASE("a chunk of exabytes takes no memory before it comes") {
  CHECK_THROWS_AS(chunked("ffffffffffffffff\r\nabc"), IncompleteRead);
}

TEST_CASE("what a host says around a body is limited") {
  CHECK_THROWS_AS(chunked("1;" + std::string(max_chunk_line, 'x') + "\r\na\r\n"), LineTooLong);
  CHECK_THROWS_AS(chunked("0\r\nA: " + std::string(max_line, 'x') + "\r\n\r\n"), LineTooLong);
  std::string many;
  for (std::size_t count = 0; count <= max_headers; ++count) many += "A: b\r\n";
  CHECK_THROWS_AS(chunked("0\r\n" + many + "\r\n"), LineTooLong);
  std::string large;
  for (int count = 0; count < 5; ++count) large += "A: " + std::string(max_line - 10, 'x') + "\r\n";
  CHECK_THROWS_AS(chunked("0\r\n" + large + "\r\n"), LineTooLong);
}

TEST_CASE("chunks and headers are written as they are read") {
  CHECK(chunk("hello").substr(0, 3) == "5\r\n");
  CHECK(chunk("").empty());
  CHECK(chunked(chunk("hello") + chunk(std::string(300, 'x')) + last_chunk()) ==
        "hello" + std::string(300, 'x'));
  CHECK(last_chunk({{"X-Sum", "5"}}) == "0\r\nX-Sum: 5\r\n\r\n");
  CHECK_THROWS_AS(header_line("A", "b\r\nC: d"), std::invalid_argument);
  CHECK_THROWS_AS(header_line("A: b\r\nC", "d"), std::invalid_argument);
  CHECK_THROWS_AS(header_line("", "d"), std::invalid_argument);
}
