// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/parser.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/stream/error.hpp"
#include "protocols/telnetlib/codes.hpp"

using namespace porthole;
using namespace porthole::telnetlib;
using namespace std::string_literals;
using Kind = Event::Kind;

namespace {

/// The events of bytes that come in pieces of this size, data joined.
std::vector<Event> parse(std::string_view bytes, std::size_t piece, bool binary = false) {
  Parser parser;
  parser.set_binary(binary);
  std::vector<Event> all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    for (Event& event : parser.feed(bytes.substr(0, piece))) {
      if (event.kind == Kind::data && !all.empty() && all.back().kind == Kind::data)
        all.back().text += event.text;
      else
        all.push_back(std::move(event));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("Telnet's stream is taken apart, wherever it is split") {
  const std::size_t piece = GENERATE(1, 2, 3, 5, 100);
  const std::vector<Event> events = parse(
      "hello\xff\xfd\x1f"
      "a\xff\xff"
      "b\xff\xfa\x18\x01\xff\xf0\xff\xf6"
      "end",
      piece);
  CHECK(events == std::vector<Event>{{Kind::data, 0, 0, "hello"},
                                     {Kind::negotiation, DO, NAWS, ""},
                                     {Kind::data, 0, 0,
                                      "a\xff"
                                      "b"},
                                     {Kind::subnegotiation, 0, TTYPE, "\x01"},
                                     {Kind::command, AYT, 0, ""},
                                     {Kind::data, 0, 0, "end"}});
}

TEST_CASE("a carriage return alone comes with a NUL that is not data") {
  const std::size_t piece = GENERATE(1, 2, 100);
  CHECK(parse("a\r\0b\r\nc\0d"s, piece) == std::vector<Event>{{Kind::data, 0, 0, "a\rb\r\nc\0d"s}});
  CHECK(parse("a\r\0b"s, piece, true) == std::vector<Event>{{Kind::data, 0, 0, "a\r\0b"s}});
  CHECK(parse("\r\xff\xf1\0"s, piece).at(0).text == "\r");
}

TEST_CASE("an IAC within a subnegotiation is doubled") {
  const std::vector<Event> events = parse(
      "\xff\xfa\x1f"
      "a\xff\xff"
      "b\xff\xf0",
      1);
  CHECK(events == std::vector<Event>{{Kind::subnegotiation, 0, NAWS,
                                      "a\xff"
                                      "b"}});
}

TEST_CASE("a subnegotiation whose end was lost ends at the next command") {
  const std::vector<Event> events = parse(
      "\xff\xfa\x1f"
      "a\xff\xfb\x01"
      "x",
      1);
  CHECK(events == std::vector<Event>{{Kind::subnegotiation, 0, NAWS, "a"},
                                     {Kind::negotiation, WILL, ECHO_, ""},
                                     {Kind::data, 0, 0, "x"}});
}

TEST_CASE("an endless subnegotiation is refused") {
  Parser parser;
  parser.feed("\xff\xfa\x18");
  parser.feed(std::string(Parser::max_subnegotiation, 'x'));
  CHECK_THROWS_AS(parser.feed("x"), LimitError);
}

TEST_CASE("what is escaped comes back") {
  std::string all;
  for (int value = 0; value < 256; ++value) all += static_cast<char>(value);
  CHECK(parse(escape(all), 7, true) == std::vector<Event>{{Kind::data, 0, 0, all}});
  CHECK(parse(subnegotiation(TTYPE, all), 7) == std::vector<Event>{{Kind::subnegotiation, 0, TTYPE, all}});
}

TEST_CASE("codes have the names of their RFCs") {
  CHECK(command_name(AYT) == "AYT");
  CHECK(command_name(7) == "7");
  CHECK(option_name(NAWS) == "NAWS");
  CHECK(option_name(200) == "200");
}
