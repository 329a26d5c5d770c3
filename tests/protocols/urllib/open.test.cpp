// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>
#include <cstdio>
#include <fstream>

#include "protocols/http/errors.hpp"
#include "protocols/urllib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::urllib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

std::string moved(int status, const std::string& to) {
  return "HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
}

Script answering(const std::string& bytes) {
  return Script().hears_until("\r\n\r\n").says(bytes).closes();
}

Options with(ScriptedNetwork& network) {
  return {.network = &network};
}

/// The status of a POST after a redirect, and everything that was sent.
std::string after_redirect(int status, const std::string& method = "POST") {
  ScriptedNetwork network({answering(moved(status, "/new")), answering(ok)});
  Request request("http://host.test/old");
  request.data = "a=b";
  request.method = method;
  CHECK(urlopen(request, with(network)).read() == "hello");
  const std::string sent = network.sent();
  return sent.substr(sent.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("a URL is opened with a request of its own") {
  ScriptedNetwork network({Script()
                               .hears("GET /a%C3%BC?x=1 HTTP/1.1\r\nHost: host.test:81\r\n"
                                      "Accept-Encoding: identity\r\nX-Own: 1\r\nUser-Agent: porthole\r\n"
                                      "Connection: close\r\n\r\n")
                               .says(ok)});
  network.split(1);
  Request request("http://host.test:81/aü?x=1#top");
  request.headers.emplace_back("X-Own", "1");
  Response response = urlopen(request, with(network));
  CHECK(response.status() == 200);
  CHECK(response.length() == 5);
  CHECK(response.readline() == "hello");
  CHECK(response.geturl() == "http://host.test:81/aü?x=1");
}

TEST_CASE("a form is posted") {
  ScriptedNetwork network({answering(ok)});
  Request request("http://host.test/form");
  request.data = urlencode({{"a", "b c"}});
  CHECK(urlopen(request, with(network)).read() == "hello");
  CHECK(network.sent().starts_with("POST /form HTTP/1.1\r\n"));
  CHECK(network.sent().find("Content-Type: application/x-www-form-urlencoded\r\n") != std::string::npos);
  CHECK(network.sent().ends_with("Content-Length: 5\r\n\r\na=b+c"));
}

TEST_CASE("a status that is no success is an HTTPError that can be read") {
  ScriptedNetwork network({answering("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")});
  try {
    urlopen("http://host.test/", with(network));
    FAIL("no error");
  } catch (const HTTPError& problem) {
    CHECK(problem.code() == 404);
    CHECK(std::string(problem.what()) == "HTTP Error 404: Not Found");
    CHECK(problem.read() == "gone");
  }
}

TEST_CASE("redirects are followed as RFC 9110 section 15.4 says") {
  for (const int status : {301, 302, 303}) {
    const std::string sent = after_redirect(status);
    CHECK(sent.find("GET /new HTTP/1.1\r\n") != std::string::npos);
    CHECK(sent.find("Content-") == std::string::npos);
  }
  for (const int status : {307, 308}) {
    const std::string sent = after_redirect(status);
    CHECK(sent.find("POST /new HTTP/1.1\r\n") != std::string::npos);
    CHECK(sent.ends_with("\r\n\r\na=b"));
  }
  CHECK(after_redirect(301, "PUT").find("PUT /new HTTP/1.1\r\n") != std::string::npos);
  CHECK(after_redirect(303, "PUT").find("GET /new HTTP/1.1\r\n") != std::string::npos);
}

TEST_CASE("redirects have a limit, and circles are noticed") {
  const auto code = [](const std::vector<std::string>& places, const Options& options) {
    std::vector<Script> scripts;
    for (int count = 0; count < 20; ++count)
      scripts.push_back(answering(moved(302, places[static_cast<std::size_t>(count) % places.size()])));
    ScriptedNetwork network(scripts);
    Options how = options;
    how.network = &network;
    CHECK_THROWS_AS(urlopen("http://host.test/start", how), HTTPError);
    return network.targets().size();
  };
  std::vector<std::string> many;
  for (int count = 0; count < 20; ++count) many.push_back("/" + std::to_string(count));
  CHECK(code(many, {}) == 11);
  CHECK(code(many, {.max_redirections = 0}) == 1);
  CHECK(code({"/a", "/b"}, {.max_redirections = 100}) == 10);
}

TEST_CASE("a redirect leads only where http goes") {
  for (const std::string to : {"ftp://host.test/", "file:///etc/passwd", "http://h:x/", "http://[::1/",
                               "http://./", "http://a%3Ab:c@host.test/"}) {
    INFO(to);
    ScriptedNetwork network({answering(moved(302, to))});
    CHECK_THROWS_AS(urlopen("http://host.test/", with(network)), URLError);
  }
  ScriptedNetwork network({answering(moved(302, "/with blank/ü"))});
  CHECK_THROWS_AS(urlopen("http://host.test/", with(network)), std::logic_error);  // no second script
  ScriptedNetwork nowhere({answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")});
  CHECK_THROWS_AS(urlopen("http://host.test/", with(nowhere)), HTTPError);
}

TEST_CASE("credentials go to the host they are for and nowhere else") {
  const std::string authorization = "Authorization: Basic bGVhcm5lcjpzZcO8cmV0\r\n";
  ScriptedNetwork network(
      {answering(moved(302, "/same")), answering(moved(302, "http://other.test/")), answering(ok)});
  CHECK(urlopen("http://learner:se%C3%BCret@host.test/", with(network)).read() == "hello");
  const std::string sent = network.sent();
  const std::size_t first = sent.find(authorization);
  const std::size_t second = sent.find(authorization, first + 1);
  CHECK(
      (first != std::string::npos && second != std::string::npos && second < sent.find("Host: other.test")));
  CHECK(sent.find(authorization, second + 1) == std::string::npos);
  CHECK(sent.find("@") == std::string::npos);

  ScriptedNetwork by_header({answering(moved(302, "http://host.test:81/")), answering(ok)});
  Request request("http://host.test/");
  request.headers = {{"authorization", "Bearer x"}, {"Cookie", "y"}, {"X-Kept", "z"}};
  CHECK(urlopen(request, with(by_header)).read() == "hello");
  const std::string after = by_header.sent().substr(by_header.sent().find("\r\n\r\n"));
  CHECK(after.find("Bearer") == std::string::npos);
  CHECK(after.find("Cookie") == std::string::npos);
  CHECK(after.find("X-Kept: z") != std::string::npos);
  CHECK_THROWS_AS(basic_authorization("a:b", "c"), std::invalid_argument);
}

TEST_CASE("what is no URL is refused before anything is sent") {
  ScriptedNetwork network({});
  for (const char* url : {"http://", "http://h:x/", "http://host.test/a b", "http://host.test/\r\nX: y",
                          "http://host.test/\x7f"}) {
    INFO(url);
    CHECK_THROWS_AS(urlopen(url, with(network)), std::invalid_argument);
  }
  CHECK_THROWS_AS(urlopen("gopher2://host.test/", with(network)), UnknownScheme);
  CHECK_THROWS_AS(urlopen("/only/a/path", with(network)), UnknownScheme);
}

TEST_CASE("another scheme can be added") {
  class Once : public Body {
   public:
    std::size_t readinto(std::span<std::byte> memory) override {
      if (done_ || memory.empty()) return 0;
      done_ = true;
      memory[0] = std::byte{'x'};
      return 1;
    }
    void close() noexcept override { done_ = true; }

   private:
    bool done_ = false;
  };
  OpenerDirector opener;
  opener.add_handler("one", [](const Request& request, const SplitResult&, const Options&) {
    return Response({.url = request.url}, std::make_unique<Once>());
  });
  Response response = opener.open("one://anywhere");
  CHECK(response.read() == "x");
  CHECK(response.trailers().items().empty());
}

TEST_CASE("a file is fetched block by block and its progress told") {
  ScriptedNetwork network(
      {answering("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'))});
  const std::string name = std::tmpnam(nullptr);
  std::vector<long long> told;
  const auto hook = [&](long long blocks, long long size, long long total) {
    CHECK(total == 100'000);
    told.push_back(blocks * size);
  };
  const http::HTTPMessage headers = urlretrieve("http://host.test/", name, hook, with(network));
  CHECK(headers.get("content-length") == "100000");
  CHECK(told == std::vector<long long>{0, 65536, 131072});
  std::ifstream file(name, std::ios::binary | std::ios::ate);
  CHECK(file.tellg() == 100'000);
  std::remove(name.c_str());

  ScriptedNetwork shorter({answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")});
  CHECK_THROWS_AS(urlretrieve("http://host.test/", name, {}, with(shorter)), http::IncompleteRead);
  std::remove(name.c_str());
  ScriptedNetwork other({answering(ok)});
  CHECK_THROWS_AS(urlretrieve("http://host.test/", "/nonexistent/file", {}, with(other)), FileNotFoundError);
}

TEST_CASE("every operation may fail on the way through a redirect") {
  const auto make = [] { return ScriptedNetwork({answering(moved(302, "/new")), answering(ok)}); };
  const auto scenario = [](ScriptedNetwork& network) {
    const std::string body = urlopen("http://host.test/", {.network = &network}).read();
    CHECK(body == "hello");
  };
  CHECK(porthole::test::fail_each(make, scenario) == 6);
}
