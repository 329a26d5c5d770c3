// SPDX-License-Identifier: MIT
#include "protocols/imaplib/reader.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/imaplib/errors.hpp"

using namespace porthole;
using namespace porthole::imaplib;
using namespace std::string_literals;

namespace {

std::vector<std::string> wires(Reader& reader, std::string_view bytes, std::size_t step) {
  std::vector<std::string> found;
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    while (!piece.empty())
      if (const auto raw = reader.feed(piece)) found.push_back(raw->wire);
  }
  return found;
}

}  // namespace

TEST_CASE("Responses are cut the same whatever the pieces they come in") {
  const std::string bytes =
      "* OK ready\r\n* 1 FETCH (BODY[] {7}\r\na\r\n)\r\n\0 RFC822 ~{2+}\r\nxy)\n"
      "* OK text that ends like {5}\r\n+ go {3}\r\nA1 NO [X {2}\r\nab] no\r\n"s;
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    Reader reader;
    const auto found = wires(reader, bytes, step);
    REQUIRE(found.size() == 5);
    CHECK(found[0] == "* OK ready");
    CHECK(found[2] == "* OK text that ends like {5}");
    CHECK(found[3] == "+ go {3}");
    CHECK(found[4] == "A1 NO [X {2}\r\nab] no");
  }
}

TEST_CASE("A literal may hold NULs and line ends, a line may not") {
  Reader reader;
  const std::string bytes = "* 1 FETCH (BODY[] {4}\r\n\0\r\n\0)\r\n"s;
  std::string_view rest = bytes;
  CHECK(reader.feed(rest).value().wire.size() == bytes.size() - 2);
  std::string_view bad("* OK \0\r\n", 8);
  CHECK_THROWS_AS(reader.feed(bad), imaplib::error);
}

TEST_CASE("A literal of 4 GiB is refused at once, and costs nothing") {
  for (const char* size : {"4294967296", "67108865", "9223372036854775808", "99999999999999999999999"}) {
    Reader reader;
    const std::string line = std::string("* 1 FETCH (BODY[] {") + size + "}\r\n";
    std::string_view bytes = line;
    CHECK_THROWS_AS(reader.feed(bytes), LimitError);
  }
}

TEST_CASE("A line without end, and literals without end, are refused") {
  Reader endless;
  const std::string much(65536, 'x');
  CHECK_THROWS_AS(
      [&] {
        for (int index = 0; index < 20; ++index) {
          std::string_view bytes = much;
          endless.feed(bytes);
        }
      }(),
      LimitError);
  Reader literals;
  CHECK_THROWS_AS(
      [&] {
        for (std::size_t index = 0; index <= Reader::max_literals; ++index) {
          std::string_view bytes = "x {0}\r\n";
          literals.feed(bytes);
        }
      }(),
      LimitError);
}

TEST_CASE("A streamed literal passes in pieces and is not kept") {
  Reader reader;
  std::string got;
  reader.stream_literals([&](std::string_view part) { got += part; }, 10);
  std::string_view bytes = "* 1 FETCH (BODY[] {5}\r\nhello UID 3)\r\n";
  const auto raw = reader.feed(bytes);
  REQUIRE(raw);
  CHECK(got == "hello");
  CHECK(raw->wire == "* 1 FETCH (BODY[] {5}\r\n UID 3)");
  CHECK(raw->streamed.at(0).size == 5);
  std::string_view large = "* 1 FETCH (BODY[] {11}\r\n";
  CHECK_THROWS_AS(reader.feed(large), LimitError);
}

TEST_CASE("What announces a literal") {
  CHECK(announced_literal("x {12}") == 12);
  CHECK(announced_literal("x {12+}") == 12);
  CHECK(announced_literal("x ~{0}") == 0);
  CHECK_FALSE(announced_literal("x {-1}"));
  CHECK_FALSE(announced_literal("x {}"));
  CHECK_FALSE(announced_literal("x {1 }"));
  CHECK_FALSE(announced_literal("12}"));
  CHECK_FALSE(announced_literal(""));
}
