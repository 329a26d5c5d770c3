// SPDX-License-Identifier: MIT
#include "hosts/imap/describe.hpp"

#include <catch_amalgamated.hpp>

#include "hosts/imap/command_reader.hpp"
#include "hosts/imap/mime_tree.hpp"

using namespace porthole::hosts;

namespace {

const std::string nested =
    "Subject: outer\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\npreamble\r\n"
    "--a\r\n\r\none\r\n"
    "--a\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: inner\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--\r\n"
    "--a--\r\nepilogue\r\n";

std::optional<std::string> bytes(const std::string& message, std::vector<unsigned> path,
                                 std::string text = {}, std::vector<std::string> fields = {}) {
  return section_bytes(mime_tree(message), message, {std::move(path), std::move(text), std::move(fields)});
}

}  // namespace

TEST_CASE("Sections are numbered as RFC 3501 has it") {
  CHECK(bytes(nested, {}) == nested);
  CHECK(bytes(nested, {1}) == "one");
  CHECK(bytes(nested, {1}, "MIME") == "\r\n");
  CHECK(bytes(nested, {2}, "HEADER").value().starts_with("Subject: inner"));
  CHECK(bytes(nested, {2, 1}) == "<p>");
  CHECK(bytes(nested, {2, 1}, "MIME") == "Content-Type: text/html\r\n\r\n");
  CHECK(bytes(nested, {}, "HEADER.FIELDS", {"SUBJECT"}) == "Subject: outer\r\n\r\n");
  CHECK(bytes(nested, {}, "HEADER.FIELDS.NOT", {"SUBJECT"}) ==
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n");
  for (const auto& path : std::vector<std::vector<unsigned>>{{3}, {0}, {1, 1}, {2, 2}, {2, 1, 1}})
    CHECK_FALSE(bytes(nested, path));
  CHECK_FALSE(bytes(nested, {}, "MIME"));
  CHECK_FALSE(bytes(nested, {1}, "TEXT"));
  CHECK(bytes("A: b\r\n\r\ntext", {1}) == "text");
  CHECK_FALSE(bytes("A: b\r\n\r\ntext", {2}));
}

TEST_CASE("What cannot be divided is one part") {
  for (const std::string message :
       {"", "no header at all", "Content-Type: multipart/mixed\r\n\r\nx",
        "Content-Type: multipart/mixed; boundary=a\r\n\r\nx", "Content-Type: x\r\n\r\n", "\r\n\r\n"})
    CHECK_NOTHROW(imap_body(mime_tree(message), true) + imap_envelope(mime_tree(message)));
  std::string deep;
  for (int level = 0; level < 100; ++level) deep += "Content-Type: message/rfc822\r\n\r\n";
  CHECK(imap_body(mime_tree(deep), true).size() < 10000);
}

TEST_CASE("Strings are quoted where quotes can hold them") {
  CHECK(imap_string("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(imap_string("\xe5\xa5\xbd") == "{3}\r\n\xe5\xa5\xbd");
  CHECK(imap_nstring({}) == "NIL");
}

TEST_CASE("Commands are cut from bytes however they come") {
  using Event = CommandReader::Event;
  const std::string all = "a LOGIN {3}\r\nann {2+}\r\nxy\r\nb NOOP\n";
  for (std::size_t step = 1; step < all.size(); ++step) {
    CommandReader reader;
    std::string input;
    std::vector<std::string> found;
    int prompts = 0;
    for (std::size_t at = 0; at < all.size(); at += step) {
      input += all.substr(at, step);
      for (Event event = reader.feed(input, false); event != Event::more; event = reader.feed(input, false)) {
        if (event == Event::go_ahead) ++prompts;
        if (event == Event::command) found.push_back(reader.take().wire);
      }
    }
    CHECK(found == std::vector<std::string>{"a LOGIN {3}\r\nann {2+}\r\nxy", "b NOOP"});
    CHECK(prompts == 1);
  }
}

TEST_CASE("What is too large is refused or read past") {
  using Event = CommandReader::Event;
  CommandReader reader;
  std::string input = "a X {2000}\r\n";
  CHECK(reader.feed(input, false) == Event::too_large);
  CHECK(reader.tag() == "a");
  reader.take();
  input = "b X {2000+}\r\n" + std::string(2000, 'x') + " more\r\nc NOOP\r\n";
  CHECK(reader.feed(input, false) == Event::too_large);
  CHECK(reader.tag() == "b");
  reader.take();
  CHECK(reader.feed(input, false) == Event::command);
  CHECK(reader.take().wire == "c NOOP");
  input = "d X {99999999999999999999+}\r\n";
  CHECK(reader.feed(input, true) == Event::hopeless);
  CommandReader line;
  input = std::string(CommandReader::max_line + 2, 'x');
  CHECK(line.feed(input, true) == Event::hopeless);
}
