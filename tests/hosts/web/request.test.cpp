// SPDX-License-Identifier: MIT
#include "hosts/web/request.hpp"

#include <string>
#include <vector>

#include "catch_amalgamated.hpp"

using porthole::hosts::HttpRequest;
using porthole::hosts::take_request;

namespace {

HttpRequest parsed(std::string input) {
  const auto parse = take_request(input);
  REQUIRE(parse.refused == 0);
  REQUIRE(parse.request.has_value());
  return *parse.request;
}

int refused(std::string input) {
  return take_request(input).refused;
}

}  // namespace

TEST_CASE("a request is taken off the front of the input") {
  std::string input = "GET /a?b=c HTTP/1.1\r\nHost: www.test\r\n\r\nGET /next";
  const auto parse = take_request(input);
  REQUIRE(parse.request.has_value());
  CHECK(parse.request->method == "GET");
  CHECK(parse.request->path == "/a");
  CHECK(parse.request->query == "b=c");
  CHECK(parse.request->minor_version == 1);
  CHECK(parse.request->head == "GET /a?b=c HTTP/1.1\r\nHost: www.test");
  CHECK(input == "GET /next");
}

TEST_CASE("wherever the input is cut, the request is the same") {
  const std::string whole = "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    std::string input = whole.substr(0, cut);
    const auto first = take_request(input);
    CHECK_FALSE(first.request.has_value());
    CHECK(first.refused == 0);
    input += whole.substr(cut);
    CHECK(take_request(input).request.has_value());
  }
}

TEST_CASE("bare line feeds and empty lines before the request are accepted") {
  CHECK(parsed("\r\n\nGET / HTTP/1.0\nX: y\n\n").header("x") == "y");
  CHECK(parsed("GET / HTTP/1.0\n\n").headers.empty());
}

TEST_CASE("a target may name the host") {
  CHECK(parsed("GET http://www.test/zh?x HTTP/1.0\r\n\r\n").path == "/zh");
  CHECK(parsed("GET http://www.test HTTP/1.0\r\n\r\n").path == "/");
}

TEST_CASE("header names are compared in any case, and values are trimmed") {
  const auto request = parsed("GET / HTTP/1.0\r\ncOnNeCtIoN: \t Keep-Alive , x \t\r\n\r\n");
  CHECK(request.header("Connection") == "Keep-Alive , x");
  CHECK(request.header_has("connection", "keep-alive"));
  CHECK_FALSE(request.header_has("connection", "keep"));
  CHECK_FALSE(request.header("Host").has_value());
}

TEST_CASE("connections go on by default in 1.1 and on request in 1.0") {
  CHECK(parsed("GET / HTTP/1.1\r\nHost: a\r\n\r\n").keep_alive());
  CHECK_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").keep_alive());
  CHECK_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive());
  CHECK(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive());
}

TEST_CASE("what is no request is refused with 400") {
  const std::vector<std::string> requests = {"nonsense\r\n\r\n",
                                             "GET /\r\n\r\n",
                                             "GET / HTTP\r\n\r\n",
                                             "GET  / HTTP/1.0\r\n\r\n",
                                             "GET / HTTP/x.1\r\n\r\n",
                                             "GET nowhere HTTP/1.0\r\n\r\n",
                                             "G(T / HTTP/1.0\r\n\r\n",
                                             " GET / HTTP/1.0\r\n\r\n",
                                             "GET / HTTP/1.0 \r\n\r\n",
                                             "GET / HTTP/1.0\r\nno colon\r\n\r\n",
                                             "GET / HTTP/1.0\r\nA : b\r\n\r\n",
                                             "GET / HTTP/1.0\r\nA: b\r\n folded\r\n\r\n",
                                             "GET / HTTP/1.0\r\n: empty\r\n\r\n",
                                             "GET / HTTP/1.1\r\n\r\n",
                                             "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                                             std::string("GET /\0 HTTP/1.0\r\n\r\n", 19),
                                             "GET /\x1b[2J HTTP/1.0\r\n\r\n"};
  for (const std::string& request : requests) {
    INFO(request);
    CHECK(refused(request) == 400);
  }
}

TEST_CASE("garbage is refused at its first line, or its first control byte") {
  CHECK(refused("hello there\n") == 400);
  CHECK(refused(std::string("\x16\x03\x01\x02\x00", 5)) == 400);
}

TEST_CASE("other versions are refused with 505") {
  CHECK(refused("GET / HTTP/2.0\r\n\r\n") == 505);
  CHECK(refused("GET / HTTP/0.9\r\n\r\n") == 505);
}

TEST_CASE("a head above the limit is refused with 431, one below is not") {
  const std::string start = "GET / HTTP/1.0\r\nX: ";
  const std::string fits(HttpRequest::max_head - start.size() - 4, 'x');
  CHECK(refused(start + fits + "\r\n\r\n") == 0);
  CHECK(refused(start + fits + "x\r\n\r\n") == 431);
  CHECK(refused(start + fits + "xxxxxxxx") == 431);
}

TEST_CASE("no input made of a request's pieces crashes the parser") {
  const std::string pieces[] = {"GET",  " ", "/", "HTTP/1.1",           "\r\n", "\n", "\r",
                                "Host", ":", "x", std::string(1, '\0'), ","};
  unsigned state = 1;
  for (int round = 0; round < 20000; ++round) {
    std::string input;
    for (unsigned length = round % 16; length > 0; --length) {
      state = state * 1103515245 + 12345;
      input += pieces[(state >> 16) % std::size(pieces)];
    }
    const std::size_t before = input.size();
    take_request(input);
    CHECK(input.size() <= before);
  }
}
