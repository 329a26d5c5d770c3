// SPDX-License-Identifier: MIT
// Text files from makefile(): newlines, encodings, characters cut between two receives.

#include <catch_amalgamated.hpp>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"

using namespace porthole;
using Lines = std::vector<std::string>;

namespace {

FileOptions newline(std::optional<std::string> choice) {
  FileOptions options;
  options.newline = std::move(choice);
  return options;
}

FileOptions encoded(std::string encoding, std::string errors = "strict") {
  FileOptions options;
  options.encoding = std::move(encoding);
  options.errors = std::move(errors);
  return options;
}

/// What a text file makes of these bytes, received so many at a time.
Lines lines_of(const std::string& bytes, const FileOptions& options, size_t at_once = 1000) {
  auto [a, b] = test::pair();
  a.sendall(bytes);
  a.close();
  test::Faults faults;
  faults.limit_receives(at_once);
  return b.makefile("r", options).readlines();
}

/// The bytes that a text file makes of this text.
std::string written(const std::string& text, const FileOptions& options) {
  auto [a, b] = test::pair();
  File file = a.makefile("w", options);
  file.write(text);
  file.close();
  a.close();
  return test::recv_to_end(b);
}

}  // namespace

TEST_CASE("text is read by newline rules, however the bytes are cut") {
  struct Row {
    std::optional<std::string> newline;
    Lines lines;
  };
  const Row rows[] = {
      {std::nullopt, {"a\n", "b\n", "c\n", "\n", "d"}},
      {"", {"a\n", "b\r", "c\r\n", "\r", "d"}},
      {"\n", {"a\n", "b\rc\r\n", "\rd"}},
      {"\r", {"a\nb\r", "c\r", "\n\r", "d"}},
      {"\r\n", {"a\nb\rc\r\n", "\rd"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.newline.value_or("none"));
    for (const size_t at_once : {1U, 2U, 3U, 4U, 5U, 100U}) {
      CAPTURE(at_once);
      CHECK(lines_of("a\nb\rc\r\n\rd", newline(row.newline), at_once) == row.lines);
    }
  }
}

TEST_CASE("a carriage return at the very end is a newline") {
  CHECK(lines_of("a\r", newline(std::nullopt)) == Lines{"a\n"});
  CHECK(lines_of("a\r", newline("")) == Lines{"a\r"});
  CHECK(lines_of("a\r", newline("\r\n")) == Lines{"a\r"});
}

TEST_CASE("text is written by newline rules") {
  CHECK(written("a\nb\r\n", newline(std::nullopt)) == "a\nb\r\n");
  CHECK(written("a\nb\r\n", newline("")) == "a\nb\r\n");
  CHECK(written("a\nb\n", newline("\n")) == "a\nb\n");
  CHECK(written("a\nb\n", newline("\r")) == "a\rb\r");
  CHECK(written("a\nb\n", newline("\r\n")) == "a\r\nb\r\n");
}

TEST_CASE("another newline is refused") {
  auto [a, b] = test::pair();
  CHECK_THROWS_AS(a.makefile("r", newline("\n\n")), std::invalid_argument);
  CHECK_THROWS_AS(a.makefile("r", newline("x")), std::invalid_argument);
}

TEST_CASE("UTF-8 is whole, wherever it is cut") {
  const std::string text = "aé€😀中文\u00df\U0010ffff!";
  auto [a, b] = test::pair();
  File file = b.makefile("r");
  for (size_t cut = 1; cut <= text.size() + 1; ++cut) {
    CAPTURE(cut);
    a.sendall(text + "\n");
    test::Faults faults;
    faults.limit_receives(cut);
    CHECK(file.readline() == text + "\n");
  }
}

TEST_CASE("a text file counts characters, not bytes") {
  for (const size_t at_once : {1U, 2U, 3U, 100U}) {
    auto [a, b] = test::pair();
    a.sendall("é€😀中文 end");
    a.close();
    test::Faults faults;
    faults.limit_receives(at_once);
    File file = b.makefile("r");
    CHECK(file.read(2) == "é€");
    CHECK(file.read(0).empty());
    CHECK(file.readline(1) == "😀");
    CHECK(file.read(3) == "中文 ");
    CHECK(file.read(100) == "end");
    CHECK(file.read(1).empty());
  }
}

TEST_CASE("read to the end decodes all of it") {
  auto [a, b] = test::pair();
  const std::string text = "多行\r\n文字\r\n";
  a.sendall(text);
  a.close();
  CHECK(b.makefile("r").read() == "多行\n文字\n");
}

TEST_CASE("bytes that are no UTF-8 are told, dropped or replaced") {
  const std::string bytes =
      "a\xff"
      "b\n";
  CHECK_THROWS_AS(lines_of(bytes, encoded("utf-8")), std::invalid_argument);
  CHECK(lines_of(bytes, encoded("utf-8", "ignore")) == Lines{"ab\n"});
  CHECK(lines_of(bytes, encoded("utf-8", "replace")) == Lines{"a\ufffdb\n"});
}

TEST_CASE("a character that the end cuts off is told, dropped or replaced") {
  CHECK_THROWS_AS(lines_of("a\xe4\xb8", encoded("utf-8")), std::invalid_argument);
  CHECK(lines_of("a\xe4\xb8", encoded("utf-8", "ignore")) == Lines{"a"});
  CHECK(lines_of("a\xe4\xb8", encoded("utf-8", "replace")) == Lines{"a\ufffd"});
  CHECK(lines_of("\xe4\xb8x\xf0\x9f\x98\xed\xa0\x80", encoded("utf-8", "replace")) ==
        Lines{"\ufffdx\ufffd\ufffd\ufffd\ufffd"});
}

TEST_CASE("latin-1 and ascii are read as what they are") {
  CHECK(lines_of("caf\xe9\n", encoded("latin-1")) == Lines{"café\n"});
  CHECK(lines_of("caf\xe9\n", encoded("ISO-8859-1")) == Lines{"café\n"});
  CHECK(lines_of("cafe\n", encoded("ascii")) == Lines{"cafe\n"});
  CHECK_THROWS_AS(lines_of("caf\xe9\n", encoded("ascii")), std::invalid_argument);
  CHECK(lines_of("caf\xe9\n", encoded("ascii", "replace")) == Lines{"caf\ufffd\n"});
}

TEST_CASE("latin-1 and ascii are written as what they are") {
  CHECK(written("café", encoded("latin-1")) == "caf\xe9");
  CHECK(written("café", encoded("ascii", "replace")) == "caf?");
  CHECK(written("café", encoded("ascii", "ignore")) == "caf");
  CHECK(written("中", encoded("latin-1", "replace")) == "?");
  CHECK(written("中文", encoded("utf-8")) == "中文");
}

TEST_CASE("text that the encoding does not have is refused, and nothing of it is sent") {
  auto [a, b] = test::pair();
  File file = a.makefile("w", encoded("ascii"));
  CHECK_THROWS_AS(file.write("café"), std::invalid_argument);
  file.write("plain");
  file.close();
  a.close();
  CHECK(test::recv_to_end(b) == "plain");
}

TEST_CASE("other encodings and error handlers are refused by name") {
  auto [a, b] = test::pair();
  CHECK_THROWS_AS(a.makefile("r", encoded("utf-16")), std::invalid_argument);
  CHECK_THROWS_AS(a.makefile("r", encoded("utf-8", "surrogateescape")), std::invalid_argument);
  const File binary = a.makefile("rb", encoded("utf-16"));
  CHECK_FALSE(binary.closed());
}

TEST_CASE("what only bytes have is refused on text") {
  auto [a, b] = test::pair();
  File file = a.makefile("r");
  std::byte one{};
  CHECK_THROWS_AS(file.read1(1), error);
  CHECK_THROWS_AS(file.readinto(std::span(&one, 1)), error);
}

TEST_CASE("one text file for both directions") {
  auto [a, b] = test::pair();
  File client = a.makefile("rw", newline("\r\n"));
  File server = b.makefile("rw");
  client.write("你好\n");
  client.flush();
  CHECK(server.readline() == "你好\n");
  server.write("hello\r\n");
  server.flush();
  CHECK(client.readline() == "hello\r\n");
}

TEST_CASE("a timeout inside a line poisons a text file") {
  auto [a, b] = test::pair();
  a.settimeout(0.05);
  File file = a.makefile("r");
  b.sendall("half");
  CHECK_THROWS_AS(file.readline(), timeout);
  CHECK_THROWS_AS(file.read(1000), error);
}

TEST_CASE("a hundred lines of Chinese, through a small buffer") {
  auto [a, b] = test::pair();
  FileOptions small;
  small.buffering = 7;
  File out = a.makefile("w", small);
  for (int i = 0; i < 100; ++i) out.write("第" + std::to_string(i) + "行：端口\n");
  out.close();
  a.close();
  int count = 0;
  File in = b.makefile("r", small);
  for (const std::string& line : in) {
    REQUIRE(line == "第" + std::to_string(count) + "行：端口\n");
    ++count;
  }
  CHECK(count == 100);
}
