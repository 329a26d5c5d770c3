// SPDX-License-Identifier: MIT
#include "protocols/http/head.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/http/errors.hpp"
#include "protocols/http/status.hpp"

using namespace porthole;
using namespace porthole::http;
using Kind = Framing::Kind;

namespace {

HTTPMessage headers(std::initializer_list<std::string_view> lines) {
  HeaderParser parser;
  for (const std::string_view line : lines) parser.line(line);
  return parser.finish();
}

Framing framed(const std::string& method, std::string_view status,
               std::initializer_list<std::string_view> lines) {
  return framing(method, parse_status_line(status), headers(lines));
}

}  // namespace

TEST_CASE("a status line gives version, status and reason") {
  const StatusLine line = parse_status_line("HTTP/1.1 404 Not Found");
  CHECK((line.version == 11 && line.status == 404 && line.reason == "Not Found"));
  CHECK(parse_status_line("HTTP/1.0 200 OK").version == 10);
  CHECK(parse_status_line("HTTP/1.2 200 OK").version == 11);
  CHECK(parse_status_line("HTTP/1.1 200").reason.empty());
  CHECK(parse_status_line("HTTP/1.1 200 ").reason.empty());
  CHECK(parse_status_line("HTTP/1.1 999 \xe4\xbd\xa0").reason == "\xe4\xbd\xa0");
}

TEST_CASE("what is no status line is refused and shown") {
  for (const std::string_view line :
       {"", "HTTP", "SSH-2.0-OpenSSH_9.2", "HTTP/1.1 2x0 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK",
        "HTTP/1.1 099 OK", "HTTP/1.1  200 OK", "http/1.1 200 OK", " HTTP/1.1 200 OK", "HTTP/1.1\t200 OK",
        "HTTP/1.1 200 O\rK", "HTTP/a.1 200 OK", "HTTP/11 200 OK "}) {
    INFO(line);
    CHECK_THROWS_AS(parse_status_line(line), BadStatusLine);
  }
  CHECK_THROWS_AS(parse_status_line(std::string_view("HTTP/1.1 200 O\0K", 16)), BadStatusLine);
  CHECK_THROWS_WITH(parse_status_line("SSH-2.0-\x01 whatever"),
                    "the host's answer is no HTTP: SSH-2.0-\\x01 whatever");
  CHECK_THROWS_AS(parse_status_line("HTTP/2.0 200 OK"), UnknownProtocol);
  CHECK_THROWS_AS(parse_status_line("HTTP/0.9 200 OK"), UnknownProtocol);
}

TEST_CASE("headers keep their order, and are found in any case") {
  const HTTPMessage message = headers({"Set-Cookie: a=1", "Content-Type:text/html; charset=\"UTF-8\"",
                                       "X-Empty:", "set-cookie: \t b=2 \t", "Vary: a, ,b"});
  CHECK(message.items().size() == 5);
  CHECK(message.get("SET-COOKIE") == "a=1");
  CHECK(message.get_all("Set-Cookie") == std::vector<std::string>{"a=1", "b=2"});
  CHECK(message.joined("set-cookie") == "a=1, b=2");
  CHECK(message.get("X-Empty") == "");
  CHECK_FALSE(message.get("X-None").has_value());
  CHECK(message.has("vary", "B"));
  CHECK_FALSE(message.has("vary", ""));
  CHECK(message.get_content_type() == "text/html");
  CHECK(message.get_content_charset() == "utf-8");
  CHECK(HTTPMessage().get_content_type() == "text/plain");
}

TEST_CASE("a folded line continues the one before as one space") {
  CHECK(headers({"A: one", " two", "\tthree", "B: x"}).items() ==
        HeaderList{{"A", "one two three"}, {"B", "x"}});
  CHECK(headers({"A:", "  late"}).get("A") == "late");
  CHECK_THROWS_AS(headers({" first"}), BadHeader);
}

TEST_CASE("what is no header is refused") {
  for (const std::string_view line : {"no colon", ": no name", "A : blank before the colon", "A B: c",
                                      "A(: b", "A: b\rC: d", "A: \x7f", "\xc3\xa9: x"}) {
    INFO(line);
    CHECK_THROWS_AS(headers({line}), BadHeader);
  }
  CHECK_THROWS_AS(headers({std::string_view("A: b\0c", 6)}), BadHeader);
}

TEST_CASE("the body's end is where RFC 9112 section 6.3 says") {
  const auto ok = "HTTP/1.1 200 OK";
  CHECK(framed("GET", ok, {"Content-Length: 5"}) == Framing{Kind::length, 5, true});
  CHECK(framed("GET", ok, {"Transfer-Encoding: Chunked"}) == Framing{Kind::chunked, 0, true});
  CHECK(framed("GET", ok, {}) == Framing{Kind::until_close, 0, false});
  CHECK(framed("HEAD", ok, {"Content-Length: 5"}) == Framing{Kind::none, 0, true});
  CHECK(framed("HEAD", ok, {"Transfer-Encoding: chunked"}) == Framing{Kind::none, 0, true});
  CHECK(framed("GET", "HTTP/1.1 204 No Content", {}) == Framing{Kind::none, 0, true});
  CHECK(framed("GET", "HTTP/1.1 304 Not Modified", {"Content-Length: 9"}) == Framing{Kind::none, 0, true});
  CHECK(framed("CONNECT", ok, {"Content-Length: 5"}).kind == Kind::until_close);
  CHECK(framed("GET", "HTTP/1.1 101 Switching Protocols", {}).kind == Kind::until_close);
}

TEST_CASE("a connection goes on unless one side says otherwise") {
  const auto keeps = [](std::string_view status, std::string_view connection) {
    return framed("GET", status, {"Content-Length: 0", connection}).keep_alive;
  };
  CHECK(keeps("HTTP/1.1 200 OK", "X: y"));
  CHECK_FALSE(keeps("HTTP/1.1 200 OK", "Connection: x, Close"));
  CHECK_FALSE(keeps("HTTP/1.0 200 OK", "X: y"));
  CHECK(keeps("HTTP/1.0 200 OK", "Connection: Keep-Alive"));
  CHECK_FALSE(keeps("HTTP/1.0 200 OK", "Connection: keep-alive, close"));
}

TEST_CASE("a length said twice counts once, and two lengths are none") {
  const auto length = [](std::initializer_list<std::string_view> lines) {
    return content_length(headers(lines));
  };
  CHECK(length({"Content-Length: 007"}) == 7);
  CHECK(length({"Content-Length: 5", "Content-Length: 5"}) == 5);
  CHECK(length({"Content-Length: 5, 5"}) == 5);
  CHECK(length({"Content-Length: 18446744073709551615"}) == UINT64_MAX);
  CHECK_FALSE(length({}).has_value());
  for (const std::string_view line :
       {"Content-Length: 5, 6", "Content-Length: -1", "Content-Length: +5", "Content-Length: 0x5",
        "Content-Length: 5 5", "Content-Length:", "Content-Length: ,", "Content-Length: 5.0",
        "Content-Length: 18446744073709551616"}) {
    INFO(line);
    CHECK_THROWS_AS(length({line}), BadHeader);
  }
  CHECK_THROWS_AS(length({"Content-Length: 5", "content-length: 6"}), BadHeader);
}

TEST_CASE("codings that could hide a second answer are refused") {
  const auto frame = [](std::initializer_list<std::string_view> lines) {
    return framed("GET", "HTTP/1.1 200 OK", lines);
  };
  CHECK_THROWS_AS(frame({"Transfer-Encoding: chunked", "Content-Length: 5"}), BadHeader);
  for (const std::string_view line :
       {"Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: xchunked",
        "Transfer-Encoding:", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked;x"}) {
    INFO(line);
    CHECK_THROWS_AS(frame({line}), UnknownTransferEncoding);
  }
  CHECK_THROWS_AS(frame({"Transfer-Encoding: chunked", "Transfer-Encoding: chunked"}),
                  UnknownTransferEncoding);
  CHECK_THROWS_AS(framed("GET", "HTTP/1.0 200 OK", {"Transfer-Encoding: chunked"}), BadHeader);
}

TEST_CASE("a chunk's size is hexadecimal, and its extensions are passed over") {
  CHECK(parse_chunk_size("0") == 0);
  CHECK(parse_chunk_size("1aF") == 0x1af);
  CHECK(parse_chunk_size("5;name=value") == 5);
  CHECK(parse_chunk_size("5 ; name=\"a;b\"") == 5);
  CHECK(parse_chunk_size("5  ") == 5);
  CHECK(parse_chunk_size("00000000000000000000005") == 5);
  CHECK(parse_chunk_size("ffffffffffffffff") == UINT64_MAX);
  for (const std::string_view line :
       {"", " 5", "-5", "+5", "0x5", "5 5", "g", ";x", "5,5", "10000000000000000", "5;a\rb", "5\x0b"}) {
    INFO(line);
    CHECK_THROWS_AS(parse_chunk_size(line), BadChunk);
  }
}

TEST_CASE("a status has its reason") {
  CHECK(responses(200) == "OK");
  CHECK(responses(404) == "Not Found");
  CHECK(responses(511) == "Network Authentication Required");
  CHECK(responses(299).empty());
}

TEST_CASE("what a host sent is shown in part and without control characters") {
  CHECK(shown("a\x1b[2J\n") == "a\\x1b[2J\\x0a");
  CHECK(shown(std::string(1000, 'x')) == std::string(200, 'x') + "...");
}
