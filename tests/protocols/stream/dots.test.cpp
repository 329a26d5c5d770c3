// SPDX-License-Identifier: MIT
#include "protocols/stream/dots.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/stream/arguments.hpp"
#include "support/script.hpp"

using namespace porthole;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

Channel channel_of(const std::string& bytes, std::size_t split) {
  ScriptedNetwork network({Script().says(bytes).closes()});
  network.split(split);
  return Channel(network.connect({"host.test", 1}, {}));
}

}  // namespace

TEST_CASE("dots are doubled and every line end becomes CR LF") {
  CHECK(dot_stuff("") == ".\r\n");
  CHECK(dot_stuff("a") == "a\r\n.\r\n");
  CHECK(dot_stuff("a\nb\rc\r\n") == "a\r\nb\r\nc\r\n.\r\n");
  CHECK(dot_stuff(".\n..\n.a\na.") == "..\r\n...\r\n..a\r\na.\r\n.\r\n");
  CHECK(dot_stuff("\r\n\n.") == "\r\n\r\n..\r\n.\r\n");
}

TEST_CASE("what was stuffed comes back, wherever it is split") {
  const std::size_t split = GENERATE(1, 2, 5, 1000);
  const std::string text = "one\r\n.\r\n..two\r\n\r\n.three.\r\n";
  Channel channel = channel_of(dot_stuff(text) + "after\r\n", split);
  CHECK(read_dot_text(channel) == text);
  CHECK(channel.readline() == "after");
}

TEST_CASE("a multi-line answer obeys its limits") {
  Channel many = channel_of(std::string(1000, '\n') + ".\n", 100);
  CHECK_THROWS_AS(read_dot_lines(many, {.total = 1000}), LimitError);
  Channel large = channel_of("123456\r\n123456\r\n.\r\n", 100);
  CHECK_THROWS_AS(read_dot_text(large, {.total = 10}), LimitError);
  Channel long_line = channel_of("123456\r\n.\r\n", 100);
  CHECK_THROWS_AS(read_dot_text(long_line, {.line = 5}), LimitError);
}

TEST_CASE("an answer without its end is not an answer") {
  Channel channel = channel_of("one\r\ntwo\r\n", 3);
  CHECK_THROWS_AS(read_dot_text(channel), EOFError);
}

TEST_CASE("an argument stays on its line") {
  using namespace std::string_view_literals;
  CHECK(one_line("anything else \t é", "name") == "anything else \t é");
  for (const std::string_view bad : {"a\rb"sv, "a\nb"sv, "a\0b"sv, "\r\n"sv})
    CHECK_THROWS_WITH(one_line(bad, "name"), "name may not hold CR, LF or NUL");
}
