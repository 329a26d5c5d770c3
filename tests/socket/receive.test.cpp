// SPDX-License-Identifier: MIT
// The receiving half: recv, recv_into, recvfrom, recvfrom_into, recvmsg on connected sockets.

#include <array>
#include <catch_amalgamated.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/pair.hpp"
#include "support/peers.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Message;
using Catch::Matchers::MessageMatches;
using test::number;

namespace {

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST_CASE("recv gives what has come, at most so many bytes") {
  auto [a, b] = test::pair();
  a.sendall("0123456789");
  CHECK(test::recv_exactly(b, 4) == "0123");
  CHECK(b.recv(3).size() <= 3);
  a.close();
  test::recv_to_end(b);
}

TEST_CASE("recv of nothing is empty at once, and a negative size is refused") {
  auto [a, b] = test::pair();
  CHECK(a.recv(0).empty());
  CHECK_THROWS_MATCHES(a.recv(-1), std::invalid_argument, Message("negative buffersize in recv"));
  CHECK_THROWS_MATCHES(a.recvfrom(-1), std::invalid_argument, Message("negative buffersize in recvfrom"));
  CHECK_THROWS_AS(a.recvmsg(-1), std::invalid_argument);
}

TEST_CASE("bytes of every value arrive as they were sent") {
  auto [a, b] = test::pair();
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  a.sendall(all);
  CHECK(test::recv_exactly(b, 256) == all);
}

TEST_CASE("the end of the stream is empty, again and again, after the last byte") {
  auto [a, b] = test::pair();
  a.sendall("last");
  a.close();
  CHECK(test::recv_exactly(b, 4) == "last");
  CHECK(b.recv(10).empty());
  CHECK(b.recv(10).empty());
  std::array<std::byte, 4> buffer{};
  CHECK(b.recv_into(buffer) == 0);
}

TEST_CASE("recv with a timeout throws timeout when nothing comes, and the next one works") {
  auto [a, b] = test::pair();
  a.settimeout(0.1);
  const auto start = std::chrono::steady_clock::now();
  CHECK_THROWS_MATCHES(a.recv(1), timeout, MessageMatches(ContainsSubstring("timed out")));
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(took >= 100ms);
  CHECK(took < 2s);
  b.sendall("x");
  a.settimeout(10);
  CHECK(a.recv(1) == "x");
}

TEST_CASE("every receiving call obeys the timeout") {
  auto [a, b] = test::pair();
  std::array<std::byte, 4> buffer{};
  a.settimeout(0.02);
  CHECK_THROWS_AS(a.recv_into(buffer), timeout);
  CHECK_THROWS_AS(a.recvfrom(1), timeout);
  CHECK_THROWS_AS(a.recvfrom_into(buffer), timeout);
  CHECK_THROWS_AS(a.recvmsg(1), timeout);
}

TEST_CASE("every receiving call on a non-blocking socket throws BlockingIOError") {
  auto [a, b] = test::pair();
  std::array<std::byte, 4> buffer{};
  a.setblocking(false);
  CHECK_THROWS_MATCHES(a.recv(1), BlockingIOError, number(EAGAIN));
  CHECK_THROWS_MATCHES(a.recv_into(buffer), BlockingIOError, number(EAGAIN));
  CHECK_THROWS_MATCHES(a.recvfrom(1), BlockingIOError, number(EAGAIN));
  CHECK_THROWS_MATCHES(a.recvfrom_into(buffer), BlockingIOError, number(EAGAIN));
  CHECK_THROWS_MATCHES(a.recvmsg(1), BlockingIOError, number(EAGAIN));
}

TEST_CASE("MSG_PEEK leaves the bytes where they are") {
  auto [a, b] = test::pair();
  a.sendall("peek");
  REQUIRE(test::arrives(b));
  const std::string seen = b.recv(4, MSG_PEEK);
  CHECK(std::string("peek").starts_with(seen));
  CHECK(test::recv_exactly(b, 4) == "peek");
}

TEST_CASE("MSG_WAITALL waits for all") {
  auto [a, b] = test::pair();
  a.sendall("one");
  a.sendall("two");
  a.sendall("three");
  CHECK(b.recv(11, MSG_WAITALL) == "onetwothree");
}

TEST_CASE("MSG_DONTWAIT does not wait on a blocking socket") {
  auto [a, b] = test::pair();
  CHECK_THROWS_AS(a.recv(1, MSG_DONTWAIT), BlockingIOError);
}

TEST_CASE("recv_into fills the buffer, or its first nbytes") {
  auto [a, b] = test::pair();
  std::array<std::byte, 8> buffer{};
  a.sendall("abcdef");
  REQUIRE(test::arrives(b));
  const std::size_t first = b.recv_into(buffer, 2);
  CHECK(first <= 2);
  CHECK(text_of(std::span(buffer).first(first)) == std::string("ab").substr(0, first));
  const std::string rest = test::recv_exactly(b, 6 - first);
  CHECK(rest == std::string("abcdef").substr(first));
}

TEST_CASE("recv_into checks nbytes against the buffer") {
  auto [a, b] = test::pair();
  std::array<std::byte, 4> buffer{};
  CHECK_THROWS_MATCHES(a.recv_into(buffer, 5), std::invalid_argument,
                       Message("nbytes is greater than the length of the buffer"));
  CHECK_THROWS_AS(a.recv_into(buffer, -1), std::invalid_argument);
  CHECK_THROWS_AS(a.recvfrom_into(buffer, 5), std::invalid_argument);
  CHECK(a.recv_into({}) == 0);
}

TEST_CASE("recvfrom on TCP gives no address") {
  auto [a, b] = test::pair();
  a.sendall("who?");
  auto [data, from] = b.recvfrom(4);
  CHECK(std::string("who?").starts_with(data));
  CHECK(from.empty());
}

TEST_CASE("recvmsg on TCP gives bytes and no flags") {
  auto [a, b] = test::pair();
  a.sendall("message");
  const Socket::Message message = b.recvmsg(100);
  CHECK(std::string("message").starts_with(message.data));
  CHECK((message.flags & MSG_TRUNC) == 0);
  CHECK(message.address.empty());
}

TEST_CASE("a reset by the peer is ConnectionResetError") {
  auto [a, b] = test::pair();
  test::reset(a);
  b.settimeout(10);
  CHECK_THROWS_AS(test::recv_to_end(b), ConnectionResetError);
}

TEST_CASE("a reset in mid-transfer comes after the bytes before it, or instead", "[peer]") {
  Socket socket = test::dial("reset");
  socket.settimeout(10);
  socket.sendall("10000\n");
  std::string got;
  CHECK_THROWS_AS(
      [&] {
        for (;;) {
          const std::string part = socket.recv(1000);
          REQUIRE_FALSE(part.empty());
          got += part;
        }
      }(),
      ConnectionResetError);
  CHECK(test::pattern(10000).starts_with(got));
}

TEST_CASE("a peer that closes at once is the end of the stream", "[peer]") {
  Socket socket = test::dial("closer");
  socket.settimeout(10);
  CHECK(socket.recv(100).empty());
}

TEST_CASE("a peer that says nothing is a timeout", "[peer]") {
  Socket socket = test::dial("silent");
  socket.settimeout(0.05);
  CHECK_THROWS_AS(socket.recv(100), timeout);
  CHECK_THROWS_AS(socket.recv(100), timeout);
}

TEST_CASE("a peer of one byte a second is read byte by byte", "[peer]") {
  Socket socket = test::dial("slow");
  socket.settimeout(10);
  const auto start = std::chrono::steady_clock::now();
  CHECK(socket.recv(100) == "a");
  CHECK(socket.recv(100) == "b");
  CHECK(std::chrono::steady_clock::now() - start >= 800ms);
  socket.settimeout(0.1);
  CHECK_THROWS_AS(socket.recv(100), timeout);
}

TEST_CASE("bytes that come one at a time are all there", "[peer]") {
  Socket socket = test::dial("drip");
  socket.sendall("300\n");
  CHECK(test::recv_to_end(socket) == test::pattern(300));
}

TEST_CASE("five million bytes arrive whole", "[peer]") {
  Socket socket = test::dial("chargen");
  socket.sendall("5000000\n");
  const std::string got = test::recv_to_end(socket);
  CHECK(got.size() == 5'000'000);
  CHECK((got == test::pattern(5'000'000)));
}
