// SPDX-License-Identifier: MIT
// A session of the web host, driven without sockets.
#include <string>

#include "catch_amalgamated.hpp"
#include "hosts/web/site.hpp"
#include "hosts/web/web_host.hpp"

using namespace porthole::hosts;

namespace {

/// Everything the session says to this input, taken as it comes.
struct Conversation {
  Outbox out;
  std::unique_ptr<Session> session = WebHost().greet(out);
  std::string input;
  std::size_t longest = 0;

  std::string say(const std::string& bytes) {
    input += bytes;
    session->received(input, out);
    std::string said;
    for (;;) {
      longest = std::max(longest, out.waiting().size());
      said += out.waiting();
      out.sent(out.waiting().size());
      if (out.refill_at()) {
        out.clear_refill();
        session->refill(out);
      } else if (!input.empty() && !out.finished()) {
        const std::size_t before = input.size();
        session->received(input, out);
        if (input.size() == before && out.waiting().empty()) return said;
      } else if (out.waiting().empty()) {
        return said;
      }
    }
  }
};

std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a page comes with its length, and the connection goes on") {
  Conversation web;
  const std::string answer = web.say("GET /hello.txt HTTP/1.1\r\nHost: www.test\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\nDate: "));
  CHECK(has(answer, "\r\nContent-Length: 21\r\n"));
  CHECK(body_of(answer) == "Hello from www.test!\n");
  CHECK_FALSE(web.out.finished());
}

TEST_CASE("requests sent ahead are answered in order") {
  Conversation web;
  const std::string next = "HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string answers =
      web.say("GET /hello.txt " + next + "GET /slow?n=2&ms=0 " + next + "GET /none " + next);
  CHECK(answers.find("Hello from") < answers.find("line 2 of 2"));
  CHECK(answers.find("line 2 of 2") < answers.find("404 Not Found"));
}

TEST_CASE("HEAD gives the head alone") {
  Conversation web;
  for (const std::string path : {"/hello.txt", "/slow", "/big?n=5", "/nothing"}) {
    const std::string answer = web.say("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 "));
    CHECK(body_of(answer).empty());
  }
}

TEST_CASE("slow answers are chunked in 1.1 and end with the connection in 1.0") {
  Conversation web;
  const std::string answer = web.say("GET /slow?n=2&ms=0 HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(has(answer, "\r\nTransfer-Encoding: chunked\r\n"));
  CHECK(body_of(answer) == "c\r\nline 1 of 2\n\r\nc\r\nline 2 of 2\n\r\n0\r\n\r\n");
  CHECK_FALSE(web.out.finished());
  Conversation old;
  CHECK(body_of(old.say("GET /slow?n=2&ms=0 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")) ==
        "line 1 of 2\nline 2 of 2\n");
  CHECK(old.out.finished());
}

TEST_CASE("a big answer is made as it is taken") {
  Conversation web;
  const std::string body = body_of(web.say("GET /big?n=10000000 HTTP/1.0\r\n\r\n"));
  REQUIRE(body.size() == 10000000);
  CHECK(body[0] == 0);
  CHECK(body[9999999] == big_byte(9999999));
  CHECK(web.longest < 2 * Outbox::high_water);
}

TEST_CASE("the request is shown back") {
  Conversation web;
  CHECK(body_of(web.say("GET /headers HTTP/1.0\r\nX-Own: yes\r\n\r\n")) ==
        "GET /headers HTTP/1.0\r\nX-Own: yes\n");
}

TEST_CASE("what cannot be done is refused, and the reason named") {
  const auto answer = [](const std::string& request) { return Conversation().say(request).substr(9, 3); };
  CHECK(answer("GET /nothing HTTP/1.0\r\n\r\n") == "404");
  CHECK(answer("GET /big?n=x HTTP/1.0\r\n\r\n") == "400");
  CHECK(answer("GET /big?n=-1 HTTP/1.0\r\n\r\n") == "400");
  CHECK(answer("GET /big?n=99999999999999 HTTP/1.0\r\n\r\n") == "400");
  CHECK(answer("GET /slow?ms=999999 HTTP/1.0\r\n\r\n") == "400");
  CHECK(answer("POST / HTTP/1.0\r\n\r\n") == "405");
  CHECK(answer("BREW / HTTP/1.0\r\n\r\n") == "501");
  CHECK(answer("GET / HTTP/3.0\r\n\r\n") == "505");
  CHECK(answer("nonsense\n") == "400");
}

TEST_CASE("after a refusal or a body the connection ends") {
  Conversation garbage;
  garbage.say("nonsense\r\n\r\nGET / HTTP/1.0\r\n\r\n");
  CHECK(garbage.out.finished());
  Conversation body;
  const std::string answer =
      body.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nGET / HTTP/1.0\r\n\r\n");
  CHECK(has(answer, "Connection: close"));
  CHECK_FALSE(has(answer, "It works"));
  CHECK(body.out.finished());
}
