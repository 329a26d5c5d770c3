// SPDX-License-Identifier: MIT
// The sending half: send, sendall, sendmsg, sendto on connected sockets, and the ways to end.

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <vector>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"
#include "support/peers.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using test::Call;
using test::number;

namespace {

using Clock = std::chrono::steady_clock;

/// Sends until the system says that the peer is gone; the error is of the last send.
void send_until_refused(Socket& socket) {
  for (int i = 0; i < 500; ++i) {
    socket.send("x");
    select({}, {}, {}, seconds(0.01));
  }
}

}  // namespace

TEST_CASE("send tells how many bytes went") {
  auto [a, b] = test::pair();
  CHECK(a.send("hello") == 5);
  CHECK(a.send("") == 0);
  CHECK(test::recv_exactly(b, 5) == "hello");
}

TEST_CASE("Bytes are taken from literals, strings, views and spans") {
  auto [a, b] = test::pair();
  const std::vector<std::byte> bytes{std::byte{0}, std::byte{255}};
  a.sendall("a");
  a.sendall(std::string("b\0c", 3));
  a.sendall(std::string_view("d"));
  a.sendall(std::span(bytes));
  CHECK(test::recv_exactly(b, 7) == std::string("ab\0cd\0\xff", 7));
}

TEST_CASE("sendall of nothing sends nothing") {
  auto [a, b] = test::pair();
  a.sendall("");
  a.settimeout(1);
  a.sendall("");
  a.sendall("x");
  CHECK(test::recv_exactly(b, 1) == "x");
}

TEST_CASE("sendmsg sends its buffers as one") {
  auto [a, b] = test::pair();
  CHECK(a.sendmsg({"one ", "", "two ", std::string(3, '!')}) == 11);
  CHECK(test::recv_exactly(b, 11) == "one two !!!");
  CHECK(a.sendmsg({}) == 0);
}

TEST_CASE("sendall sends more than the buffers hold, counted and hashed by the peer", "[peer]") {
  Socket socket = test::dial("count");
  socket.sendall(test::pattern(3'000'000));
  socket.shutdown(SHUT_WR);
  CHECK(test::recv_to_end(socket).starts_with("3000000 "));
}

TEST_CASE("send on a full non-blocking socket throws BlockingIOError") {
  auto [a, b] = test::pair();
  CHECK(test::fill(a) > 0);
  CHECK_THROWS_MATCHES(a.send("x"), BlockingIOError, number(EAGAIN));
  CHECK_THROWS_MATCHES(a.sendall("x"), BlockingIOError, number(EAGAIN));
  CHECK_THROWS_MATCHES(a.sendmsg({"x"}), BlockingIOError, number(EAGAIN));
}

TEST_CASE("send to a peer that never reads ends by the timeout") {
  auto [a, b] = test::pair();
  test::fill(a);
  a.settimeout(0.1);
  const auto start = Clock::now();
  CHECK_THROWS_AS(a.send("x"), timeout);
  CHECK_THROWS_AS(a.sendmsg({"x"}), timeout);
  CHECK(Clock::now() - start >= 200ms);
  CHECK(Clock::now() - start < 5s);
}

TEST_CASE("sendall to a peer that never reads ends by the timeout") {
  auto [a, b] = test::pair();
  a.settimeout(0.3);
  const auto start = Clock::now();
  CHECK_THROWS_AS(a.sendall(std::string(64'000'000, 'x')), timeout);
  CHECK(Clock::now() - start >= 300ms);
  CHECK(Clock::now() - start < 5s);
}

TEST_CASE("the timeout of sendall is for all of it, also while bytes flow") {
  auto [a, b] = test::pair();
  a.settimeout(0.2);
  test::Faults faults;
  faults.limit_sends(1);
  faults.slow(Call::send, 20);
  const auto start = Clock::now();
  CHECK_THROWS_AS(a.sendall(std::string(1000, 'x')), timeout);
  CHECK(Clock::now() - start >= 200ms);
  CHECK(Clock::now() - start < 2s);
  CHECK(faults.count(Call::send) > 1);
}

TEST_CASE("after the peer has closed a send fails, first unnoticed, then as a broken pipe or reset") {
  auto [a, b] = test::pair();
  b.close();
  REQUIRE(test::arrives(a));
  CHECK(a.recv(1).empty());
  CHECK_THROWS_AS(send_until_refused(a), ConnectionError);
  CHECK_THROWS_AS(a.send("x"), BrokenPipeError);
}

TEST_CASE("sending after shutdown is a broken pipe and no signal") {
  REQUIRE(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR);
  auto [a, b] = test::pair();
  a.shutdown(SHUT_WR);
  CHECK_THROWS_MATCHES(a.send("x"), BrokenPipeError, number(EPIPE));
  CHECK_THROWS_MATCHES(a.sendall("x"), BrokenPipeError, number(EPIPE));
  CHECK_THROWS_MATCHES(a.sendmsg({"x"}), BrokenPipeError, number(EPIPE));
}

TEST_CASE("shutdown ends one direction and leaves the other") {
  auto [a, b] = test::pair();
  a.sendall("question");
  a.shutdown(SHUT_WR);
  CHECK(test::recv_to_end(b) == "question");
  b.sendall("answer");
  b.close();
  CHECK(test::recv_to_end(a) == "answer");
}

TEST_CASE("a peer that answers after the end of what it got", "[peer]") {
  Socket socket = test::dial("half");
  socket.sendall("12345");
  socket.shutdown(SHUT_WR);
  CHECK(test::recv_to_end(socket) == "half 5\n");
}

TEST_CASE("shutdown of the reading side makes recv empty") {
  auto [a, b] = test::pair();
  a.shutdown(SHUT_RD);
  CHECK(a.recv(1).empty());
  a.sendall("still writing");
  CHECK(test::recv_exactly(b, 13) == "still writing");
}

TEST_CASE("shutdown of both sides ends the peer's stream") {
  auto [a, b] = test::pair();
  a.shutdown(SHUT_RDWR);
  CHECK(b.recv(1).empty());
  CHECK(a.recv(1).empty());
  CHECK_THROWS_AS(a.send("x"), BrokenPipeError);
}

TEST_CASE("shutdown with a direction that does not exist is EINVAL") {
  auto [a, b] = test::pair();
  CHECK_THROWS_MATCHES(a.shutdown(42), error, number(EINVAL));
}

TEST_CASE("both directions at once, more than the buffers hold", "[peer]") {
  Socket socket = test::dial("echo");
  const std::string data = test::pattern(400'000);
  socket.setblocking(false);
  std::string back;
  std::size_t sent = 0;
  while (back.size() < data.size()) {
    const Selected ready =
        select({socket}, sent < data.size() ? std::vector<Selectable>{socket} : std::vector<Selectable>(), {},
               seconds(10));
    REQUIRE((!ready.readable.empty() || !ready.writable.empty()));
    if (!ready.writable.empty()) sent += socket.send(std::string_view(data).substr(sent, 30'000));
    if (!ready.readable.empty()) back += socket.recv(65536);
  }
  CHECK((back == data));
}

TEST_CASE("sendto on a connected stream passes over the address, as Linux does") {
  auto [a, b] = test::pair();
  CHECK(a.sendto("x", {"127.0.0.1", 9}) == 1);
  CHECK(a.sendto("y", 0, {"127.0.0.1", 9}) == 1);
  CHECK(test::recv_exactly(b, 2) == "xy");
}
