// SPDX-License-Identifier: MIT
// What is left of a socket or file that was moved from, and what moving keeps.

#include <fcntl.h>

#include <array>
#include <catch_amalgamated.hpp>
#include <cerrno>
#include <type_traits>
#include <vector>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/pair.hpp"

using namespace porthole;
using test::number;

TEST_CASE("sockets and files are moved, never copied") {
  STATIC_CHECK(std::is_nothrow_move_constructible_v<Socket>);
  STATIC_CHECK(std::is_nothrow_move_assignable_v<Socket>);
  STATIC_CHECK_FALSE(std::is_copy_constructible_v<Socket>);
  STATIC_CHECK_FALSE(std::is_copy_assignable_v<Socket>);
  STATIC_CHECK(std::is_nothrow_move_constructible_v<File>);
  STATIC_CHECK_FALSE(std::is_copy_constructible_v<File>);
}

TEST_CASE("moving keeps descriptor, timeout and connection") {
  auto [a, b] = test::pair();
  a.settimeout(6);
  const int fd = a.fileno();
  Socket moved = std::move(a);
  CHECK(moved.fileno() == fd);
  CHECK(moved.gettimeout() == seconds(6));
  moved.sendall("moved");
  CHECK(test::recv_exactly(b, 5) == "moved");
}

TEST_CASE("a socket that was moved from is like a closed one") {
  Socket socket;
  const Socket moved = std::move(socket);
  CHECK(socket.fileno() == -1);
  CHECK(socket.detach() == -1);
  socket.close();
  std::array<std::byte, 4> buffer{};
  CHECK_THROWS_MATCHES(socket.recv(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.recv_into(std::span(buffer)), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.recvfrom(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.recvmsg(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.send("x"), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendall("x"), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendmsg({"x"}), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendto("x", {"127.0.0.1", 9}), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.connect({"127.0.0.1", 9}), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.bind({"127.0.0.1", 0}), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.listen(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.accept(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.shutdown(SHUT_WR), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.getsockname(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.getpeername(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.getsockopt(SOL_SOCKET, SO_TYPE), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.settimeout(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.dup(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.makefile(), error, number(EBADF));
}

TEST_CASE("a socket that was moved from can be given another") {
  Socket socket;
  Socket moved = std::move(socket);
  socket = Socket(AF_INET6);
  CHECK(socket.family() == AF_INET6);
  socket = std::move(moved);
  CHECK(socket.family() == AF_INET);
}

TEST_CASE("assigning closes what was held before") {
  Socket socket;
  const int old = socket.fileno();
  Socket other;
  const int kept = other.fileno();
  socket = std::move(other);
  CHECK(socket.fileno() == kept);
  CHECK(fcntl(old, F_GETFD) == -1);
}

TEST_CASE("sockets live in containers") {
  std::vector<Socket> sockets;
  for (int i = 0; i < 20; ++i) sockets.emplace_back();
  sockets.erase(sockets.begin() + 3, sockets.begin() + 9);
  for (const Socket& socket : sockets) CHECK(fcntl(socket.fileno(), F_GETFD) >= 0);
}

TEST_CASE("a file outlives the move of its socket") {
  auto [a, b] = test::pair();
  File file = a.makefile("w");
  Socket moved = std::move(a);
  file.write("line\n");
  file.flush();
  CHECK(test::recv_exactly(b, 5) == "line\n");
}

TEST_CASE("a moved file keeps what it has buffered") {
  auto [a, b] = test::pair();
  b.sendall("one\ntwo\n");
  File first = a.makefile("r");
  CHECK(first.readline() == "one\n");
  File second = std::move(first);
  CHECK(first.closed());
  CHECK(second.readline() == "two\n");
}

TEST_CASE("assigning to a file closes what it held and takes the other's buffer") {
  auto [a, b] = test::pair();
  auto [c, d] = test::pair();
  File file = a.makefile("w");
  file.write("flushed by the assignment");
  file = c.makefile("r");
  CHECK(test::recv_exactly(b, 25) == "flushed by the assignment");
  d.sendall("new\n");
  CHECK(file.readline() == "new\n");
}
