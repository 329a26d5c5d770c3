// SPDX-License-Identifier: MIT
// Every verb of HTTP against nginx: its files, its DAV module, its redirects and its passwords.
// usage: http_verbs HOST PORT DIGEST | http_verbs rpc HOST PORT

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "protocols/digest/md5.hpp"
#include "protocols/http.hpp"
#include "protocols/urllib.hpp"
#include "verbs.hpp"

using namespace porthole;
using http::HTTPConnection;
using http::HTTPResponse;

namespace {

constexpr std::size_t block = std::size_t{1} << 20;

/// The digest of the digests of each MiB: the whole is never in memory.
class Digest {
 public:
  void add(std::string_view part) {
    while (!part.empty()) {
      const std::size_t count = std::min(block - held_.size(), part.size());
      held_ += part.substr(0, count);
      part.remove_prefix(count);
      if (held_.size() == block) take();
    }
  }
  std::string finish() {
    if (!held_.empty()) take();
    return hex(md5(digests_));
  }

 private:
  void take() {
    digests_ += hex(md5(held_));
    held_.clear();
  }
  std::string held_;
  std::string digests_;
};

/// One request on a connection, its answer's status and body.
std::string ask(HTTPConnection& connection, const std::string& method, const std::string& path,
                const http::RequestBody& body = {}, const http::HeaderList& headers = {}) {
  connection.request(method, path, body, headers);
  HTTPResponse response = connection.getresponse();
  return std::to_string(response.status()) + ' ' + response.read();
}

std::string status(HTTPConnection& connection, const std::string& method, const std::string& path,
                   const http::RequestBody& body = {}, const http::HeaderList& headers = {}) {
  return ask(connection, method, path, body, headers).substr(0, 3);
}

/// Bytes of a pattern, made as they are sent.
http::BodySource pattern(std::size_t size) {
  return [size, sent = std::size_t{0}](std::span<std::byte> memory) mutable {
    const std::size_t count = std::min({memory.size(), size - sent, std::size_t{10007}});
    for (std::size_t index = 0; index < count; ++index)
      memory[index] = static_cast<std::byte>((sent + index) % 251);
    sent += count;
    return count;
  };
}

void reading(HTTPConnection& connection) {
  expect("a page", ask(connection, "GET", "/hello.txt"), "200 Hello, 你好\n");
  const Address ours = connection.sock()->getsockname();
  proved("GET");
  connection.request("HEAD", "/hello.txt");
  HTTPResponse head = connection.getresponse();
  expect("a head's length", head.getheader("Content-Length", ""), "14");
  expect("a head's body", head.read(), "");
  const std::string tag = head.getheader("ETag", "");
  proved("HEAD");
  expect("304", ask(connection, "GET", "/hello.txt", {}, {{"If-None-Match", tag}}), "304 ");
  proved("304");
  expect("204", ask(connection, "GET", "/nothing"), "204 ");
  proved("204");
  expect("404", status(connection, "GET", "/missing"), "404");
  expect("a range", ask(connection, "GET", "/hello.txt", {}, {{"Range", "bytes=0-4"}}), "206 Hello");
  expect("a range's end", ask(connection, "GET", "/hello.txt", {}, {{"Range", "bytes=-7"}}), "206 你好\n");
  expect("no range", status(connection, "GET", "/hello.txt", {}, {{"Range", "bytes=99-"}}), "416");
  proved("Range");
  connection.request("GET", "/parts.html");
  HTTPResponse parts = connection.getresponse();
  expect("a chunked answer", parts.chunked(), true);
  expect("its lines", parts.readline(), "before\n");
  expect("its rest", parts.read(), "Hello, 你好\nafter\n");
  proved("chunked answer");
  expect("the connection", connection.sock()->getsockname() == ours, true);
  proved("keep-alive");
  connection.request("GET", "/to-the-end/parts.html");
  HTTPResponse to_end = connection.getresponse();
  expect("an answer without a length", to_end.chunked() || to_end.length().has_value(), false);
  expect("its body", to_end.read(), "before\nHello, 你好\nafter\n");
  proved("close-delimited answer");
}

void writing(HTTPConnection& connection, const std::string& folder) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  expect("a folder", status(connection, "MKCOL", folder + '/'), "201");
  proved("MKCOL");
  expect("a file", status(connection, "PUT", folder + "/every", every), "201");
  expect("the file", ask(connection, "GET", folder + "/every"), "200 " + every);
  proved("PUT");
  expect("a copy", status(connection, "COPY", folder + "/every", {}, {{"Destination", folder + "/copy"}}),
         "204");
  proved("COPY");
  expect("a move", status(connection, "MOVE", folder + "/copy", {}, {{"Destination", folder + "/moved"}}),
         "204");
  expect("the moved file", ask(connection, "GET", folder + "/moved"), "200 " + every);
  proved("MOVE");
  expect("a removal", status(connection, "DELETE", folder + "/moved"), "204");
  expect("what is gone", status(connection, "GET", folder + "/moved"), "404");
  proved("DELETE");
  expect("a post", status(connection, "POST", "/post" + folder + "/posted", "a=1&b=%E4%BD%A0"), "201");
  expect("what was posted", ask(connection, "GET", folder + "/posted"), "200 a=1&b=%E4%BD%A0");
  proved("POST");
  expect("a body with consent",
         status(connection, "PUT", folder + "/asked", every, {{"Expect", "100-continue"}}), "201");
  expect("it", ask(connection, "GET", folder + "/asked"), "200 " + every);
  expect("a body refused", status(connection, "PUT", "/closed/x", every, {{"Expect", "100-continue"}}),
         "401");
  proved("100-continue");
  constexpr std::size_t large = 10'000'000;
  expect("chunks", status(connection, "PUT", folder + "/chunks", http::RequestBody(pattern(large))), "201");
  expect("a length", status(connection, "PUT", folder + "/length", http::RequestBody(pattern(large), large)),
         "201");
  for (const char* name : {"/chunks", "/length"}) {
    connection.request("GET", folder + name);
    HTTPResponse response = connection.getresponse();
    std::uint64_t size = 0;
    bool same = true;
    response.read_to([&](std::string_view part) {
      for (const char c : part) same = same && static_cast<unsigned char>(c) == size++ % 251;
    });
    expect(std::string("what came of ") + name, same, true);
    expect(std::string("the size of ") + name, size, large);
  }
  proved("chunked request");
}

void opening(const std::string& site) {
  const auto read = [](const urllib::Request& request) {
    return urllib::urlopen(request, {.timeout = seconds(60)}).read();
  };
  for (const char* path : {"301", "302", "303", "307", "308"})
    expect("a redirect", read(site + "/go/" + path), "Hello, 你好\n");
  try {
    read(site + "/circle");
    throw std::runtime_error("the circle had an end");
  } catch (const urllib::HTTPError& problem) {
    expect("a circle's status", problem.code(), 302);
  }
  proved("redirect");
  try {
    read(site + "/closed/secret.txt");
    throw std::runtime_error("nobody asked for a password");
  } catch (const urllib::HTTPError& problem) {
    expect("a refusal", problem.code(), 401);
  }
  const std::string rest = site.substr(std::string("http://").size());
  expect("what is closed", read("http://learner:sec%2Fret@" + rest + "/closed/secret.txt"),
         "only for learners\n");
  proved("basic authentication");
  long long last = 0;
  urllib::urlretrieve(site + "/hello.txt", "hello.txt",
                      [&](long long blocks, long long, long long total) { last = blocks * 1000 + total; },
                      {.timeout = seconds(60)});
  expect("the hook", last, 1014);
  proved("urlretrieve");
}

void downloading(HTTPConnection& connection, const std::string& wanted) {
  connection.request("GET", "/big.bin");
  HTTPResponse response = connection.getresponse();
  Digest digest;
  const std::uint64_t size = response.read_to([&](std::string_view part) { digest.add(part); });
  expect("100 MB", size, 100'000'000U);
  expect("their digest", digest.finish(), wanted);
  proved("100 MB");
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  try {
    if (args.at(0) == "rpc") {
      rpc_verbs("http://" + args.at(1) + ':' + args.at(2));
      return 0;
    }
    const std::string site = "http://" + args.at(0) + ':' + args.at(1);
    HTTPConnection connection(args.at(0), std::atoi(args.at(1).c_str()), seconds(60));
    reading(connection);
    writing(connection, "/" + args.at(3));
    opening(site);
    downloading(connection, args.at(2));
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
