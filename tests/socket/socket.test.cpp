// SPDX-License-Identifier: MIT
// States of a socket object: making, closing, moving, handing over.
#include "socket/socket.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <stdexcept>

#include "support/errors.hpp"
#include "support/pair.hpp"

using namespace porthole;
using test::number;

TEST_CASE("a socket is a TCP socket over IPv4 unless told otherwise") {
  const Socket socket;
  CHECK(socket.family() == AF_INET);
  CHECK(socket.type() == SOCK_STREAM);
  CHECK(socket.proto() == 0);
  CHECK(socket.fileno() >= 0);
  CHECK(socket.gettimeout() == Timeout());
  CHECK(socket.getblocking());
}

TEST_CASE("a socket tells what it was made as") {
  const Socket socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP);
  CHECK(socket.family() == AF_INET6);
  CHECK(socket.proto() == IPPROTO_TCP);
}

TEST_CASE("SOCK_NONBLOCK in the type makes a non-blocking socket and is not part of its type") {
  const Socket socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
  CHECK(socket.type() == SOCK_STREAM);
  CHECK_FALSE(socket.getblocking());
  CHECK(socket.gettimeout() == seconds(0));
}

TEST_CASE("a socket of a family that does not exist is an error with its errno") {
  CHECK_THROWS_MATCHES(Socket(4242, SOCK_STREAM), error, number(EAFNOSUPPORT));
}

TEST_CASE("a socket's descriptor is close-on-exec") {
  const Socket socket;
  CHECK((fcntl(socket.fileno(), F_GETFD) & FD_CLOEXEC) != 0);
  CHECK((fcntl(socket.dup().fileno(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("settimeout chooses between blocking, waiting so long, and not waiting") {
  Socket socket;
  socket.settimeout(1.5);
  CHECK(socket.gettimeout() == seconds(1.5));
  CHECK(socket.getblocking());
  CHECK((fcntl(socket.fileno(), F_GETFL) & O_NONBLOCK) != 0);
  socket.settimeout(0);
  CHECK(socket.gettimeout() == seconds(0));
  CHECK_FALSE(socket.getblocking());
  CHECK((fcntl(socket.fileno(), F_GETFL) & O_NONBLOCK) != 0);
  socket.settimeout(Timeout());
  CHECK(socket.gettimeout() == Timeout());
  CHECK(socket.getblocking());
  CHECK((fcntl(socket.fileno(), F_GETFL) & O_NONBLOCK) == 0);
}

TEST_CASE("setblocking is settimeout with none or zero") {
  Socket socket;
  socket.settimeout(3);
  socket.setblocking(false);
  CHECK(socket.gettimeout() == seconds(0));
  socket.setblocking(true);
  CHECK(socket.gettimeout() == Timeout());
}

TEST_CASE("a bad timeout is refused and changes nothing") {
  Socket socket;
  socket.settimeout(2);
  CHECK_THROWS_AS(socket.settimeout(-1), std::invalid_argument);
  CHECK_THROWS_AS(socket.settimeout(1e300), std::overflow_error);
  CHECK_THROWS_AS(socket.settimeout(Timeout(-0.5)), std::invalid_argument);
  CHECK(socket.gettimeout() == seconds(2));
}

TEST_CASE("closing twice is fine") {
  Socket socket;
  socket.close();
  CHECK(socket.fileno() == -1);
  socket.close();
  CHECK(socket.fileno() == -1);
}

TEST_CASE("a closed descriptor is closed for the system too") {
  Socket socket;
  const int fd = socket.fileno();
  socket.close();
  CHECK(fcntl(fd, F_GETFD) == -1);
  CHECK(errno == EBADF);
}

TEST_CASE("leaving the scope closes") {
  int fd = -1;
  {
    const Socket socket;
    fd = socket.fileno();
  }
  CHECK(fcntl(fd, F_GETFD) == -1);
}

TEST_CASE("a closed socket keeps its family, type and timeout") {
  Socket socket;
  socket.settimeout(4);
  socket.close();
  CHECK(socket.family() == AF_INET);
  CHECK(socket.type() == SOCK_STREAM);
  CHECK(socket.gettimeout() == seconds(4));
}

TEST_CASE("calls on a closed socket are EBADF") {
  Socket socket;
  socket.close();
  CHECK_THROWS_MATCHES(socket.recv(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.recvfrom(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.recvmsg(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.send("x"), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendall("x"), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendmsg({"x"}), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendto("x", {"127.0.0.1", 9}), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.connect({"127.0.0.1", 9}), error, number(EBADF));
  CHECK(socket.connect_ex({"127.0.0.1", 9}) == EBADF);
  CHECK_THROWS_MATCHES(socket.shutdown(SHUT_WR), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.getsockname(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.getpeername(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.getsockopt(SOL_SOCKET, SO_ERROR), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.settimeout(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.dup(), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.makefile(), error, number(EBADF));
}

TEST_CASE("calls that wait on a closed socket with a timeout are EBADF at once") {
  Socket socket;
  socket.settimeout(5);
  socket.close();
  const auto start = std::chrono::steady_clock::now();
  CHECK_THROWS_MATCHES(socket.recv(1), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.send("x"), error, number(EBADF));
  CHECK_THROWS_MATCHES(socket.sendall("x"), error, number(EBADF));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("detach gives the descriptor away, open") {
  auto [a, b] = test::pair();
  const int fd = a.detach();
  CHECK(fd >= 0);
  CHECK(a.fileno() == -1);
  CHECK(a.detach() == -1);
  CHECK_THROWS_MATCHES(a.recv(1), error, number(EBADF));
  a.close();
  b.sendall("still open");
  Socket again = Socket::from_fd(fd);
  CHECK(test::recv_exactly(again, 10) == "still open");
}

TEST_CASE("from_fd asks the system what it took over") {
  Socket socket(AF_INET6, SOCK_STREAM);
  const Socket again = Socket::from_fd(socket.detach());
  CHECK(again.family() == AF_INET6);
  CHECK(again.type() == SOCK_STREAM);
  CHECK(again.proto() == IPPROTO_TCP);
}

TEST_CASE("from_fd refuses what is no socket") {
  CHECK_THROWS_AS(Socket::from_fd(-1), std::invalid_argument);
  CHECK_THROWS_MATCHES(Socket::from_fd(9999), error, number(EBADF));
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  CHECK_THROWS_MATCHES(Socket::from_fd(ends[0]), error, number(ENOTSOCK));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("dup is another descriptor of the same connection with the same timeout") {
  auto [a, b] = test::pair();
  a.settimeout(7);
  Socket copy = a.dup();
  CHECK(copy.fileno() != a.fileno());
  CHECK(copy.gettimeout() == seconds(7));
  CHECK(copy.family() == a.family());
  CHECK(copy.getsockname() == a.getsockname());
  a.close();
  copy.sendall("from the copy");
  CHECK(test::recv_exactly(b, 13) == "from the copy");
}

TEST_CASE("a dup keeps the connection open for the peer") {
  auto [a, b] = test::pair();
  Socket copy = a.dup();
  a.close();
  b.settimeout(0.1);
  CHECK_THROWS_AS(b.recv(1), timeout);
  copy.close();
  b.settimeout(10);
  CHECK(b.recv(1).empty());
}
