// SPDX-License-Identifier: MIT
#include "protocols/http/connection.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/http/errors.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::http;
using porthole::test::fail_each;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: host.test\r\nAccept-Encoding: identity\r\n\r\n";
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

/// The answer to one GET.
std::string answer(const std::string& bytes, std::size_t split = 1) {
  ScriptedNetwork network({Script().hears(get).says(bytes).closes()});
  network.split(split);
  HTTPConnection http("host.test", {}, {}, network);
  http.request("GET", "/");
  HTTPResponse response = http.getresponse();
  return std::to_string(response.status()) + ' ' + response.read();
}

/// The bytes a request makes.
std::string request_bytes(const std::function<void(HTTPConnection&)>& work,
                          const std::string& host = "host.test") {
  ScriptedNetwork network({Script().says(ok).closes()});
  HTTPConnection http(host, {}, {}, network);
  work(http);
  http.getresponse().read();
  return network.sent();
}

}  // namespace

TEST_CASE("requests follow one another on one connection") {
  const std::size_t split = GENERATE(1, 7, 1000);
  ScriptedNetwork network({Script().hears(get).says(ok).hears(get).says(ok).hears(get).says(ok)});
  network.split(split);
  HTTPConnection http("host.test", {}, {}, network);
  for (int round = 0; round < 3; ++round) {
    http.request("GET", "/");
    HTTPResponse response = http.getresponse();
    CHECK(response.status() == 200);
    CHECK(response.length() == 5);
    CHECK(response.read() == "hello");
    CHECK(response.isclosed());
  }
  CHECK_NOTHROW(network.require_finished());
}

TEST_CASE("a connection that the host ends is made anew") {
  ScriptedNetwork network(
      {Script().hears(get).says("HTTP/1.0 200 OK\r\n\r\nto the end").closes(), Script().hears(get).says(ok)});
  HTTPConnection http("host.test", {}, {}, network);
  http.request("GET", "/");
  CHECK(http.getresponse().read() == "to the end");
  http.request("GET", "/");
  CHECK(http.getresponse().read() == "hello");
  CHECK_NOTHROW(network.require_finished());
}

TEST_CASE("an answer that is not read to its end costs its connection, not the next answer") {
  ScriptedNetwork network({Script().hears(get).says(ok), Script().hears(get).says(ok)});
  network.split(2);
  HTTPConnection http("host.test", {}, {}, network);
  http.request("GET", "/");
  {
    HTTPResponse response = http.getresponse();
    CHECK(response.read(2) == "he");
    CHECK_THROWS_AS(http.request("GET", "/"), CannotSendRequest);
    response.close();
    CHECK(response.read().empty());
  }
  http.request("GET", "/");
  CHECK(http.getresponse().read() == "hello");
  CHECK(network.targets().size() == 2);
}

TEST_CASE("answers of every framing") {
  CHECK(answer(ok) == "200 hello");
  CHECK(answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nab") == "200 ab");
  CHECK(answer("HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") == "404 abc");
  CHECK(answer("HTTP/1.1 204 No Content\r\n\r\n") == "204 ");
  CHECK(answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok) ==
        "200 hello");
  CHECK(answer("HTTP/1.1 200 OK\r\n\r\nuntil the end") == "200 until the end");
}

TEST_CASE("answers that are none") {
  CHECK_THROWS_AS(answer(""), RemoteDisconnected);
  CHECK_THROWS_AS(answer("HTTP/1.1 200 OK\r\n"), IncompleteRead);
  CHECK_THROWS_AS(answer("HTTP/1.1 2"), IncompleteRead);
  CHECK_THROWS_AS(answer("220 ftp.test ready\r\n"), BadStatusLine);
  CHECK_THROWS_AS(answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"), IncompleteRead);
  CHECK_THROWS_AS(answer(std::string(100'000, 'x'), 1000), BadStatusLine);
  CHECK_THROWS_AS(answer("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'), 1000), LineTooLong);
  std::string interim;
  for (int count = 0; count < 200; ++count) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  CHECK_THROWS_AS(answer(interim + ok, 1000), BadStatusLine);
}

TEST_CASE("the answer to HEAD has headers only") {
  const std::string head = "HEAD / HTTP/1.1\r\nHost: host.test\r\nAccept-Encoding: identity\r\n\r\n";
  ScriptedNetwork network(
      {Script().hears(head).says("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n").hears(get).says(ok)});
  HTTPConnection http("host.test", {}, {}, network);
  http.request("HEAD", "/");
  HTTPResponse response = http.getresponse();
  CHECK(response.getheader("content-length") == "500");
  CHECK(response.read().empty());
  http.request("GET", "/");
  CHECK(http.getresponse().read() == "hello");
}

TEST_CASE("a body is read in every way there is") {
  ScriptedNetwork network(
      {Script()
           .hears(get)
           .says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")
           .says("6\r\none\ntw\r\n8\r\no\nthree4\r\n2\r\n56\r\n0\r\nX-Sum: 16\r\n\r\n")});
  network.split(3);
  HTTPConnection http("host.test", {}, {}, network);
  http.request("GET", "/");
  HTTPResponse response = http.getresponse();
  CHECK(response.chunked());
  CHECK(response.readline() == "one\n");
  CHECK(response.readline(2) == "tw");
  CHECK(response.readline() == "o\n");
  CHECK_FALSE(response.read1().empty());
  std::array<std::byte, 1> one{};
  CHECK(response.readinto(one) == 1);
  CHECK_FALSE(response.read(1).empty());
  std::string rest;
  const std::uint64_t count = response.read_to([&](std::string_view part) { rest += part; });
  CHECK((count == 4 && rest.size() == 4));
  CHECK(response.trailers().get("x-sum") == "16");
  CHECK(response.read(10).empty());
  CHECK(response.readline().empty());
}

TEST_CASE("a request is written as RFC 9112 has it") {
  CHECK(request_bytes([](HTTPConnection& http) {
          http.request("PUT", "/a?b", "body", {{"X-Own", "1"}, {"x-own", "2"}});
        }) ==
        "PUT /a?b HTTP/1.1\r\nHost: host.test\r\nAccept-Encoding: identity\r\nX-Own: 1\r\nx-own: 2\r\n"
        "Content-Length: 4\r\n\r\nbody");
  CHECK(request_bytes([](HTTPConnection& http) {
          http.request("POST", "", {}, {{"host", "other"}, {"accept-encoding", "*"}});
        }) == "POST / HTTP/1.1\r\nhost: other\r\naccept-encoding: *\r\nContent-Length: 0\r\n\r\n");
  CHECK(request_bytes([](HTTPConnection& http) { http.request("DELETE", "*"); }, "[::1]:8080") ==
        "DELETE * HTTP/1.1\r\nHost: [::1]:8080\r\nAccept-Encoding: identity\r\n\r\n");
  CHECK(request_bytes([](HTTPConnection& http) { http.request("GET", "/"); }, "例子.test:81") ==
        "GET / HTTP/1.1\r\nHost: xn--fsqu00a.test:81\r\nAccept-Encoding: identity\r\n\r\n");
}

TEST_CASE("a body that is made as it is sent goes in chunks, or by its length") {
  const auto source = [](int parts) {
    return [left = parts](std::span<std::byte> memory) mutable -> std::size_t {
      if (left-- <= 0) return 0;
      memory[0] = std::byte{'x'};
      return 1;
    };
  };
  CHECK(request_bytes([&](HTTPConnection& http) {
          http.request("POST", "/", RequestBody(source(2), {}, {{"X-Sum", "2"}}), {{"Host", "h"}});
        }) ==
        "POST / HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "1\r\nx\r\n1\r\nx\r\n0\r\nX-Sum: 2\r\n\r\n");
  CHECK(request_bytes([&](HTTPConnection& http) {
          http.request("POST", "/", RequestBody(source(2), 2), {{"Host", "h"}});
        }).ends_with("Content-Length: 2\r\n\r\nxx"));
  for (const int parts : {1, 3})
    CHECK_THROWS_AS(request_bytes([&](HTTPConnection& http) {
                      http.request("POST", "/", RequestBody(source(parts), 2));
                    }),
                    std::invalid_argument);
}

TEST_CASE("a request goes out in steps") {
  CHECK(request_bytes([](HTTPConnection& http) {
          http.putrequest("POST", "/", {.host = true, .accept_encoding = true});
          http.putheader("Transfer-Encoding", "chunked");
          http.endheaders();
          http.send(chunk("one"));
          http.send(last_chunk());
        }) == "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n");
}

TEST_CASE("calls out of order are told so") {
  ScriptedNetwork network({Script().hears(get).says(ok)});
  HTTPConnection http("host.test", {}, {}, network);
  CHECK_THROWS_AS(http.getresponse(), ResponseNotReady);
  CHECK_THROWS_AS(http.putheader("A", "b"), CannotSendHeader);
  CHECK_THROWS_AS(http.endheaders(), CannotSendHeader);
  CHECK_THROWS_AS(http.send("x"), CannotSendRequest);
  http.request("GET", "/");
  CHECK_THROWS_AS(http.request("GET", "/"), CannotSendRequest);
  CHECK(http.getresponse().read() == "hello");
  CHECK_THROWS_AS(http.getresponse(), ResponseNotReady);
}

TEST_CASE("nothing is sent of what could smuggle a second request") {
  ScriptedNetwork network({Script().hears(get).says(ok)});
  HTTPConnection http("host.test", {}, {}, network);
  CHECK_THROWS_AS(http.request("GET /\r\n", "/"), std::invalid_argument);
  CHECK_THROWS_AS(http.request("", "/"), std::invalid_argument);
  CHECK_THROWS_AS(http.request("GET", "/ HTTP/1.1\r\nX: y"), std::invalid_argument);
  CHECK_THROWS_AS(http.request("GET", "/a b"), std::invalid_argument);
  CHECK_THROWS_AS(http.request("GET", "/你好"), std::invalid_argument);
  CHECK_THROWS_AS(http.request("GET", "/", {}, {{"X", "y\r\nZ: z"}}), std::invalid_argument);
  CHECK_THROWS_AS(http.request("GET", "/", {}, {{"X\r\nY", "z"}}), std::invalid_argument);
  CHECK_THROWS_AS(http.request("GET", "/", {}, {{"X", std::string("a\0b", 3)}}), std::invalid_argument);
  CHECK(network.sent().empty());
  http.request("GET", "/");
  CHECK(http.getresponse().read() == "hello");
  CHECK_THROWS_AS(HTTPConnection("host.test\r\nX: y", {}, {}, network), std::invalid_argument);
  CHECK_THROWS_AS(HTTPConnection("host.test:x", {}, {}, network), InvalidURL);
  CHECK_THROWS_AS(HTTPConnection("host.test:70000", {}, {}, network), InvalidURL);
  CHECK_THROWS_AS(HTTPConnection("", {}, {}, network), InvalidURL);
}

TEST_CASE("a body waits for the host's consent, and is not sent without it") {
  const std::string expect =
      "PUT / HTTP/1.1\r\nHost: host.test\r\nAccept-Encoding: identity\r\nExpect: 100-continue\r\n"
      "Content-Length: 4\r\n\r\n";
  const auto put = [](ScriptedNetwork& network) {
    HTTPConnection http("host.test", {}, {}, network);
    http.request("PUT", "/", "body", {{"Expect", "100-continue"}});
    const int status = http.getresponse().status();
    CHECK(http.sock() == nullptr);
    return status;
  };
  const std::string last = "Connection: close\r\nContent-Length: 0\r\n\r\n";
  ScriptedNetwork consent({Script()
                               .hears(expect)
                               .says("HTTP/1.1 102 Processing\r\n\r\n"
                                     "HTTP/1.1 100 Continue\r\n\r\n")
                               .hears("body")
                               .says("HTTP/1.1 201 Created\r\n" + last)});
  CHECK(put(consent) == 201);
  CHECK_NOTHROW(consent.require_finished());
  ScriptedNetwork refusal({Script().hears(expect).says("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n")});
  CHECK(put(refusal) == 417);
  CHECK_NOTHROW(refusal.require_finished());
}

TEST_CASE("every operation may fail, and what fails is thrown") {
  const auto make = [] {
    return ScriptedNetwork({Script()
                                .hears(get)
                                .says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                                .says("1\r\nx\r\n0\r\n\r\n")
                                .hears_until("\r\n\r\n")
                                .says("HTTP/1.1 100 Continue\r\n\r\n")
                                .hears("body")
                                .says(ok)});
  };
  const auto scenario = [](ScriptedNetwork& network) {
    HTTPConnection http("host.test", {}, {}, network);
    http.request("GET", "/");
    const std::string first = http.getresponse().read();
    http.request("PUT", "/", "body", {{"Expect", "100-continue"}});
    const std::string second = http.getresponse().read();
    CHECK(first == "x");
    CHECK(second == "hello");
  };
  CHECK(fail_each(make, scenario) == 8);
}
