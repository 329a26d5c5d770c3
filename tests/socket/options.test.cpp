// SPDX-License-Identifier: MIT
// getsockopt and setsockopt in all their forms.

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <cstring>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/pair.hpp"

using namespace porthole;
using Catch::Matchers::Message;
using test::number;

namespace {

std::string bytes_of(int value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

}  // namespace

TEST_CASE("switches are set and read back") {
  Socket socket;
  struct Row {
    int level;
    int option;
  };
  for (const Row& row :
       {Row{SOL_SOCKET, SO_KEEPALIVE}, Row{SOL_SOCKET, SO_REUSEADDR}, Row{IPPROTO_TCP, TCP_NODELAY}}) {
    CAPTURE(row.level, row.option);
    CHECK(socket.getsockopt(row.level, row.option) == 0);
    socket.setsockopt(row.level, row.option, 1);
    CHECK(socket.getsockopt(row.level, row.option) != 0);
    socket.setsockopt(row.level, row.option, 0);
    CHECK(socket.getsockopt(row.level, row.option) == 0);
  }
}

TEST_CASE("SO_TYPE, SO_ERROR and SO_ACCEPTCONN tell what the socket is") {
  const Socket socket;
  CHECK(socket.getsockopt(SOL_SOCKET, SO_TYPE) == SOCK_STREAM);
  CHECK(socket.getsockopt(SOL_SOCKET, SO_ERROR) == 0);
  CHECK(socket.getsockopt(SOL_SOCKET, SO_ACCEPTCONN) == 0);
}

TEST_CASE("an option's bytes come in the length it has") {
  const Socket socket;
  CHECK(socket.getsockopt(SOL_SOCKET, SO_TYPE, 4) == bytes_of(SOCK_STREAM));
  CHECK(socket.getsockopt(SOL_SOCKET, SO_TYPE, 1024) == bytes_of(SOCK_STREAM));
  CHECK(socket.getsockopt(SOL_SOCKET, SO_TYPE, 2) == bytes_of(SOCK_STREAM).substr(0, 2));
}

TEST_CASE("a length outside 1 to 1024 is out of range") {
  const Socket socket;
  for (const std::ptrdiff_t size : {0, -1, 1025, 100000}) {
    CAPTURE(size);
    CHECK_THROWS_MATCHES(socket.getsockopt(SOL_SOCKET, SO_TYPE, size), error,
                         Message("getsockopt buflen out of range"));
  }
}

TEST_CASE("an option is set by its bytes too") {
  Socket socket;
  socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, bytes_of(1));
  CHECK(socket.getsockopt(SOL_SOCKET, SO_KEEPALIVE) == 1);
  const linger ending{.l_onoff = 1, .l_linger = 3};
  const std::string_view bytes(reinterpret_cast<const char*>(&ending), sizeof ending);
  socket.setsockopt(SOL_SOCKET, SO_LINGER, bytes);
  CHECK(socket.getsockopt(SOL_SOCKET, SO_LINGER, sizeof ending) == bytes);
}

TEST_CASE("an option of too few bytes is EINVAL") {
  Socket socket;
  CHECK_THROWS_MATCHES(socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, "x"), error, number(EINVAL));
}

TEST_CASE("an option without a value passes a null pointer of that length") {
  Socket socket;
  CHECK_THROWS_MATCHES(socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, nullptr, sizeof(int)), error,
                       number(EFAULT));
}

TEST_CASE("options that do not exist are ENOPROTOOPT") {
  Socket socket;
  CHECK_THROWS_MATCHES(socket.getsockopt(SOL_SOCKET, 4242), error, number(ENOPROTOOPT));
  CHECK_THROWS_MATCHES(socket.setsockopt(SOL_SOCKET, 4242, 1), error, number(ENOPROTOOPT));
}

TEST_CASE("buffer sizes can be asked for and are at least that large") {
  Socket socket;
  socket.setsockopt(SOL_SOCKET, SO_RCVBUF, 20000);
  socket.setsockopt(SOL_SOCKET, SO_SNDBUF, 20000);
  CHECK(socket.getsockopt(SOL_SOCKET, SO_RCVBUF) >= 20000);
  CHECK(socket.getsockopt(SOL_SOCKET, SO_SNDBUF) >= 20000);
}

TEST_CASE("options hold on a connected socket") {
  auto [a, b] = test::pair();
  a.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
  a.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1);
  CHECK(a.getsockopt(IPPROTO_TCP, TCP_NODELAY) == 1);
  CHECK(a.getsockopt(SOL_SOCKET, SO_KEEPALIVE) == 1);
  CHECK(a.dup().getsockopt(SOL_SOCKET, SO_KEEPALIVE) == 1);
}

TEST_CASE("SO_ERROR gives a reset once") {
  auto [a, b] = test::pair();
  test::reset(a);
  REQUIRE(test::arrives(b));
  CHECK(b.getsockopt(SOL_SOCKET, SO_ERROR) == ECONNRESET);
  CHECK(b.getsockopt(SOL_SOCKET, SO_ERROR) == 0);
}

TEST_CASE("SO_RCVTIMEO is a timeout of the system's own") {
  auto [a, b] = test::pair();
  const timeval limit{.tv_sec = 0, .tv_usec = 50000};
  a.setsockopt(SOL_SOCKET, SO_RCVTIMEO,
               std::string_view(reinterpret_cast<const char*>(&limit), sizeof limit));
  CHECK_THROWS_AS(a.recv(1), BlockingIOError);
}
