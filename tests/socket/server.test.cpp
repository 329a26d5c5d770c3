// SPDX-License-Identifier: MIT
// bind, listen and accept.

#include <fcntl.h>

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <chrono>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using test::Call;
using test::number;

namespace {

Socket listener() {
  Socket socket;
  socket.bind({"127.0.0.1", 0});
  socket.listen();
  return socket;
}

Socket connected_to(const Socket& server) {
  Socket socket;
  socket.connect(server.getsockname());
  return socket;
}

}  // namespace

TEST_CASE("bind takes a port of the system's choice, once", "[tab]") {
  Socket socket;
  socket.bind({"127.0.0.1", 0});
  const Address address = socket.getsockname();
  CHECK(address.host() == "127.0.0.1");
  CHECK(address.port() > 0);
  CHECK_THROWS_MATCHES(socket.bind({"127.0.0.1", 0}), error, number(EINVAL));
  Socket other;
  CHECK_THROWS_MATCHES(other.bind(address), error, number(EADDRINUSE));
}

TEST_CASE("bind to an address that is not ours is EADDRNOTAVAIL", "[tab]") {
  CHECK_THROWS_MATCHES(Socket().bind({"192.0.2.1", 0}), error, number(EADDRNOTAVAIL));
}

TEST_CASE("bind to no host is bind to any", "[tab]") {
  Socket socket;
  socket.bind({"", 0});
  CHECK(socket.getsockname().host() == "0.0.0.0");
}

TEST_CASE("bind checks its address before anything else") {
  CHECK_THROWS_AS(Socket().bind({"127.0.0.1", 70000}), std::overflow_error);
  CHECK_THROWS_AS(Socket().bind({"127.0.0.1", -1}), std::overflow_error);
  CHECK_THROWS_AS(Socket().bind(Address(std::string("/run/x"))), std::invalid_argument);
}

TEST_CASE("listen takes any backlog", "[tab]") {
  for (const int backlog : {-1, 0, 1, default_backlog, 100000}) {
    Socket socket;
    socket.bind({"127.0.0.1", 0});
    socket.listen(backlog);
    CHECK(connected_to(socket).getpeername() == socket.getsockname());
  }
}

TEST_CASE("accept gives the connection and where it comes from", "[tab]") {
  Socket server = listener();
  Socket client = connected_to(server);
  auto [accepted, from] = server.accept();
  CHECK(from == client.getsockname());
  CHECK(accepted.getpeername() == client.getsockname());
  CHECK(accepted.getsockname() == server.getsockname());
  CHECK(accepted.family() == AF_INET);
  CHECK((fcntl(accepted.fileno(), F_GETFD) & FD_CLOEXEC) != 0);
  client.sendall("hello");
  CHECK(test::recv_exactly(accepted, 5) == "hello");
}

TEST_CASE("accept without listen is EINVAL", "[tab]") {
  Socket socket;
  socket.bind({"127.0.0.1", 0});
  CHECK_THROWS_MATCHES(socket.accept(), error, number(EINVAL));
}

TEST_CASE("accept with a timeout ends in time", "[tab]") {
  Socket server = listener();
  server.settimeout(0.1);
  const auto start = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(server.accept(), timeout);
  CHECK(std::chrono::steady_clock::now() - start >= 100ms);
}

TEST_CASE("accept on a non-blocking listener throws BlockingIOError", "[tab]") {
  Socket server = listener();
  server.setblocking(false);
  CHECK_THROWS_AS(server.accept(), BlockingIOError);
}

TEST_CASE("an accepted socket takes the default timeout, not the listener's", "[tab]") {
  Socket server = listener();
  server.settimeout(5);
  const Socket first_client = connected_to(server);
  const Socket first = server.accept().first;
  CHECK(first.gettimeout() == Timeout());
  CHECK((fcntl(first.fileno(), F_GETFL) & O_NONBLOCK) == 0);
  const Socket second_client = connected_to(server);
  setdefaulttimeout(2.5);
  const Socket second = server.accept().first;
  setdefaulttimeout(Timeout());
  CHECK(second.gettimeout() == seconds(2.5));
}

TEST_CASE("accept is retried after a signal, and after a connection that went away", "[tab]") {
  Socket server = listener();
  server.settimeout(10);
  const Socket client = connected_to(server);
  test::Faults faults;
  faults.fail(Call::accept, {EINTR, EAGAIN, EINTR});
  CHECK(server.accept().second == client.getsockname());
  CHECK(faults.count(Call::accept) == 4);
}

TEST_CASE("a connect to a listener whose backlog is full ends by the timeout", "[tab]") {
  Socket server;
  server.bind({"127.0.0.1", 0});
  server.listen(0);
  const Socket waiting = connected_to(server);
  Socket socket;
  socket.settimeout(0.2);
  const auto start = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(socket.connect(server.getsockname()), timeout);
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(took >= 200ms);
  CHECK(took < 2s);
  Socket other;
  other.settimeout(0.1);
  CHECK(other.connect_ex(server.getsockname()) == EAGAIN);
}

TEST_CASE("nobody listens any more once the listener is closed", "[tab]") {
  Socket server = listener();
  const Address address = server.getsockname();
  server.close();
  CHECK_THROWS_AS(Socket().connect(address), ConnectionRefusedError);
}
