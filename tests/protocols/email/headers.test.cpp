// SPDX-License-Identifier: MIT
#include "protocols/email/headers.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

#include "protocols/email/header_parser.hpp"
#include "protocols/stream/error.hpp"

using namespace porthole::email;
using namespace std::string_literals;

TEST_CASE("Headers keep their order and forget the case of names") {
  Headers headers;
  headers.append("Received", "one");
  headers.append("Subject", "hello");
  headers.append("received", "two");
  CHECK(headers.get("SUBJECT") == "hello");
  CHECK(headers.get_all("Received") == std::vector<std::string>{"one", "two"});
  CHECK(headers.get("To") == std::nullopt);
  CHECK(headers.get("To", "nobody") == "nobody");
  headers.set("RECEIVED", headers.items()[2].second);
  CHECK(headers.items() == std::vector<Headers::Item>{{"RECEIVED", "two"}, {"Subject", "hello"}});
  CHECK(headers.remove(headers.items()[0].first) == 1);
  CHECK_FALSE(headers.contains("received"));
  headers.set("X-New", "");
  CHECK(fold_headers(headers) == "Subject: hello\r\nX-New:\r\n");
}

TEST_CASE("A line end, NUL or bad name is refused, not written") {
  Headers headers;
  CHECK_THROWS_AS(headers.append("Subject", "a\r\nBcc: all@x.test"), std::invalid_argument);
  CHECK_THROWS_AS(headers.set("Subject", "a\nb"), std::invalid_argument);
  CHECK_THROWS_AS(headers.append("Subject", "a\rb"), std::invalid_argument);
  CHECK_THROWS_AS(headers.append("Subject", "a\0b"s), std::invalid_argument);
  for (const std::string& name : {""s, "a b"s, "a:"s, "a\r\nb"s, "\xC3\xA9"s, "a\0"s}) {
    CHECK_THROWS_AS(headers.append(name, "x"), std::invalid_argument);
  }
  CHECK(headers.empty());
}

TEST_CASE("Folding breaks before blanks, and unfolding gives the value again") {
  const std::string word(30, 'w');
  const std::string value = word + " " + word + "  " + word + "\t" + word;
  CHECK(fold_header("Name", value) == "Name: " + word + " " + word + "\r\n  " + word + "\t" + word + "\r\n");
  CHECK(parse_headers(fold_header("Name", value) + "\r\n").headers.get("name") == value);
  CHECK(fold_header("Name", std::string(2000, 'x'), "\n") == "Name: " + std::string(2000, 'x') + "\n");
  CHECK(fold_header("Name", "trailing  ") == "Name: trailing\r\n");
  CHECK(fold_header("Name", "   ") == "Name:\r\n");
}

TEST_CASE("Headers are parsed up to the empty line, folds undone") {
  const ParsedHeaders parsed =
      parse_headers("From: a@x\r\nSubject: one\r\n two\r\n\tthree\r\nX:\r\n y\r\n\r\nbody");
  CHECK(parsed.headers.items() ==
        std::vector<Headers::Item>{{"From", "a@x"}, {"Subject", "one two\tthree"}, {"X", "y"}});
  CHECK(parsed.separated);
  CHECK(parsed.end == 49);
  CHECK(parsed.malformed == 0);
}

TEST_CASE("Lines ended by LF alone, obsolete blanks and a mailbox's From are forgiven") {
  const ParsedHeaders parsed = parse_headers("From me Mon Nov 23\nSubject \t: x \n\t\nA:b\n\nbody");
  CHECK(parsed.headers.items() == std::vector<Headers::Item>{{"Subject", "x"}, {"A", "b"}});
  CHECK(parsed.separated);
}

TEST_CASE("A line that is no header begins the body") {
  const ParsedHeaders parsed = parse_headers("A: b\r\nno header here\r\nC: d\r\n\r\n");
  CHECK(parsed.headers.size() == 1);
  CHECK(parsed.end == 6);
  CHECK_FALSE(parsed.separated);
  CHECK(parse_headers("caf\xC3\xA9: x\r\n").headers.empty());
  CHECK(parse_headers(": x\r\n").headers.empty());
  CHECK(parse_headers("").end == 0);
  CHECK(parse_headers("A: b").headers.get("A") == "b");
}

TEST_CASE("A fold without a header is counted and left out; raw bytes stay") {
  const ParsedHeaders parsed = parse_headers(" lost\r\nA: \xE4\0\xBD\r\n\r\n"s);
  CHECK(parsed.malformed == 1);
  CHECK(parsed.headers.get("a") == "\xE4\0\xBD"s);
}

TEST_CASE("Headers beyond the limits are an error, and quick") {
  std::string many;
  for (std::size_t i = 0; i <= max_headers; ++i) many += "A: b\r\n";
  CHECK_THROWS_AS(parse_headers(many), porthole::LimitError);
  CHECK_THROWS_AS(parse_headers("A: " + std::string(max_header_length, 'x')), porthole::LimitError);
  std::string folded = "A: x\r\n";
  while (folded.size() <= 2 * max_header_length) folded += " y\r\n";
  CHECK_THROWS_AS(parse_headers(folded), porthole::LimitError);
  std::string large;
  while (large.size() <= max_headers_length) large += "A: " + std::string(100'000, 'x') + "\r\n";
  CHECK_THROWS_AS(parse_headers(large), porthole::LimitError);
}
