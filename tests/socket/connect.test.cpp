// SPDX-License-Identifier: MIT
// connect and connect_ex against scripted peers: what works, what is refused, what is not there.

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <chrono>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"
#include "support/peers.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using test::number;
using test::peer;

namespace {

using Clock = std::chrono::steady_clock;

/// Waits for a connect that is under way: its result as SO_ERROR has it.
int outcome(const Socket& socket) {
  REQUIRE_FALSE(select({}, {socket}, {}, seconds(10)).writable.empty());
  return socket.getsockopt(SOL_SOCKET, SO_ERROR);
}

}  // namespace

TEST_CASE("a connected socket talks to its peer", "[peer]") {
  Socket socket;
  socket.connect(peer("echo"));
  socket.sendall("hello");
  CHECK(test::recv_exactly(socket, 5) == "hello");
  CHECK(socket.getpeername().port() == peer("echo").port());
  CHECK(socket.getsockname().port() > 0);
}

TEST_CASE("connecting with a timeout leaves a socket that waits so long", "[peer]") {
  Socket socket;
  socket.settimeout(10);
  socket.connect(peer("silent"));
  CHECK(socket.gettimeout() == seconds(10));
  socket.settimeout(0.1);
  const auto start = Clock::now();
  CHECK_THROWS_AS(socket.recv(1), timeout);
  CHECK(Clock::now() - start >= 100ms);
}

TEST_CASE("a refused connect says who refused", "[peer]") {
  for (const Timeout limit : {Timeout(), seconds(10)}) {
    Socket socket;
    socket.settimeout(limit);
    CHECK_THROWS_MATCHES(
        socket.connect(peer("refused")), ConnectionRefusedError,
        MessageMatches(ContainsSubstring("connect " + peer("refused").to_string() + ": Connection refused")));
  }
}

TEST_CASE("connect_ex gives 0 or the errno", "[peer]") {
  CHECK(Socket().connect_ex(peer("echo")) == 0);
  CHECK(Socket().connect_ex(peer("refused")) == ECONNREFUSED);
  Socket waiting;
  waiting.settimeout(10);
  CHECK(waiting.connect_ex(peer("refused")) == ECONNREFUSED);
  Socket fine;
  fine.settimeout(10);
  CHECK(fine.connect_ex(peer("echo")) == 0);
}

TEST_CASE("a non-blocking connect goes on by itself", "[peer]") {
  Socket socket;
  socket.setblocking(false);
  CHECK(socket.connect_ex(peer("echo")) == EINPROGRESS);
  CHECK(outcome(socket) == 0);
  socket.setblocking(true);
  socket.sendall("late");
  CHECK(test::recv_exactly(socket, 4) == "late");
}

TEST_CASE("a non-blocking connect throws BlockingIOError", "[peer]") {
  Socket socket;
  socket.setblocking(false);
  CHECK_THROWS_MATCHES(socket.connect(peer("echo")), BlockingIOError, number(EINPROGRESS));
  CHECK(outcome(socket) == 0);
}

TEST_CASE("a non-blocking connect that is refused tells by SO_ERROR", "[peer]") {
  Socket socket;
  socket.setblocking(false);
  const int result = socket.connect_ex(peer("refused"));
  if (result == EINPROGRESS) {
    CHECK(outcome(socket) == ECONNREFUSED);
  } else {
    CHECK(result == ECONNREFUSED);
  }
}

TEST_CASE("connecting twice is EISCONN", "[peer]") {
  Socket socket;
  socket.connect(peer("echo"));
  CHECK_THROWS_MATCHES(socket.connect(peer("echo")), error, number(EISCONN));
  CHECK(socket.connect_ex(peer("echo")) == EISCONN);
}

TEST_CASE("a socket that was not connected has no peer") {
  Socket socket;
  CHECK_THROWS_MATCHES(socket.getpeername(), error, number(ENOTCONN));
  CHECK_THROWS_MATCHES(socket.shutdown(SHUT_WR), error, number(ENOTCONN));
  CHECK_THROWS_MATCHES(socket.recv(1), error, number(ENOTCONN));
  CHECK_THROWS_AS(socket.send("x"), BrokenPipeError);
  CHECK(socket.getsockname() == Address("0.0.0.0", 0));
}

TEST_CASE("a connect that the system never answers ends by the timeout") {
  auto [a, b] = test::pair();
  // The connect is said to be under way, and a full connection stands for the handshake that never ends.
  test::fill(a);
  a.settimeout(0.1);
  test::Faults faults;
  faults.fail(test::Call::connect, {EINPROGRESS, EINPROGRESS});
  const auto start = Clock::now();
  CHECK_THROWS_MATCHES(a.connect({"192.0.2.1", 80}), timeout,
                       MessageMatches(ContainsSubstring("connect 192.0.2.1:80: timed out")));
  CHECK(Clock::now() - start >= 100ms);
  CHECK(a.connect_ex({"192.0.2.1", 80}) == EAGAIN);
}

TEST_CASE("ports outside 0 to 65535 are refused before anything is sent") {
  Socket socket;
  for (const int port : {-1, 65536, 70000}) {
    CHECK_THROWS_AS(socket.connect({"127.0.0.1", port}), std::overflow_error);
    CHECK_THROWS_AS(socket.connect_ex({"127.0.0.1", port}), std::overflow_error);
  }
  CHECK_THROWS_AS(socket.connect(Address(std::string("/run/x"))), std::invalid_argument);
  CHECK_THROWS_AS(socket.connect_ex(Address()), std::invalid_argument);
}

TEST_CASE("names that cannot be hosts are refused, and the socket stays usable", "[peer]") {
  Socket socket;
  for (const std::string& name :
       {std::string("no.such.host.invalid"), std::string("a b"), std::string("two words.test"),
        std::string(300, 'a'), std::string(64, 'x') + ".invalid", std::string("不存在.invalid")}) {
    CAPTURE(name);
    CHECK_THROWS_AS(socket.connect({name, 80}), gaierror);
    CHECK_THROWS_AS(socket.connect_ex({name, 80}), gaierror);
  }
  CHECK_THROWS_AS(socket.connect({std::string("nul\0inside", 10), 80}), std::invalid_argument);
  CHECK_THROWS_AS(socket.connect_ex({std::string("nul\0inside", 10), 80}), std::invalid_argument);
  socket.connect(peer("echo"));
  socket.sendall("usable");
  CHECK(test::recv_exactly(socket, 6) == "usable");
}

TEST_CASE("gaierror from connect names the host and port") {
  CHECK_THROWS_MATCHES(Socket().connect({"no.such.host.invalid", 8080}), gaierror,
                       MessageMatches(ContainsSubstring("no.such.host.invalid:8080: ")));
}

TEST_CASE("an IPv6 socket does not take an IPv4 number as a host") {
  Socket socket(AF_INET6);
  CHECK_THROWS_AS(socket.connect({"127.0.0.1", 80}), gaierror);
  Socket four;
  CHECK_THROWS_AS(four.connect({"::1", 80}), gaierror);
}

TEST_CASE("sixteen connections at once keep their bytes apart", "[peer]") {
  std::vector<Socket> sockets;
  for (int i = 0; i < 16; ++i) {
    sockets.push_back(test::dial("echo"));
    sockets.back().sendall(std::string(1000, static_cast<char>('a' + i)));
  }
  for (int i = 15; i >= 0; --i) {
    CHECK(test::recv_exactly(sockets[static_cast<std::size_t>(i)], 1000) ==
          std::string(1000, static_cast<char>('a' + i)));
  }
}
