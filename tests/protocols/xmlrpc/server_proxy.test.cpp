// SPDX-License-Identifier: MIT
#include "protocols/xmlrpc/server_proxy.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/http/errors.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole::xmlrpc;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

std::string answer(const std::string& body, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: text/xml\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

ScriptedNetwork answering(const std::string& bytes) {
  return ScriptedNetwork({Script().hears_until("</methodCall>\n").says(bytes).closes()});
}

}  // namespace

TEST_CASE("methods are called over one connection") {
  ScriptedNetwork network({Script()
                               .hears_until("</methodCall>\n")
                               .says(answer(dumps_response(42)))
                               .hears_until("</methodCall>\n")
                               .says(answer(dumps_response("x")))});
  network.split(3);
  ServerProxy server("http://learner:secret@www.test:81", {}, network);
  CHECK(server("sum", 40, 2).as_int() == 42);
  CHECK(server("name").as_string() == "x");
  CHECK_NOTHROW(network.require_finished());
  CHECK(network.targets() == std::vector{porthole::Address("www.test", 81)});
  CHECK(network.sent().starts_with("POST /RPC2 HTTP/1.1\r\nHost: www.test:81\r\n"));
  CHECK(network.sent().find("Authorization: Basic bGVhcm5lcjpzZWNyZXQ=\r\n") != std::string::npos);
}

TEST_CASE("a fault, a status and nonsense are told apart") {
  ScriptedNetwork fault = answering(answer(dumps(Fault(7, "no"))));
  CHECK_THROWS_AS(ServerProxy("http://www.test/", {}, fault).call("a"), Fault);
  ScriptedNetwork status = answering(answer("gone", "404 Not Found"));
  CHECK_THROWS_WITH(ServerProxy("http://me:secret@www.test/x", {}, status).call("a"),
                    "http://www.test/x answered with status 404: Not Found");
  ScriptedNetwork nonsense = answering(answer("<html/>"));
  CHECK_THROWS_AS(ServerProxy("http://www.test/", {}, nonsense).call("a"), ResponseError);
  ScriptedNetwork call = answering(answer(dumps({}, "b")));
  CHECK_THROWS_AS(ServerProxy("http://www.test/", {}, call).call("a"), ResponseError);
}

TEST_CASE("what is no place for XML-RPC is refused") {
  for (const char* url : {"ftp://www.test/", "http://", "http://h:x/", "www.test"})
    CHECK_THROWS_AS(ServerProxy(url), std::invalid_argument);
}

TEST_CASE("every operation of a call may fail") {
  const auto make = [] { return answering(answer(dumps_response(true))); };
  const auto scenario = [](ScriptedNetwork& network) {
    ServerProxy server("http://www.test/", {}, network);
    const bool result = server("a").as_bool();
    CHECK(result);
  };
  CHECK(porthole::test::fail_each(make, scenario) == 3);
}
