// SPDX-License-Identifier: MIT
// UDP, AF_UNIX and socketpair.

#include <unistd.h>

#include <array>
#include <catch_amalgamated.hpp>
#include <cerrno>
#include <cstdlib>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/pair.hpp"

using namespace porthole;
using test::number;

namespace {

Socket bound() {
  Socket socket(AF_INET, SOCK_DGRAM);
  socket.bind({"127.0.0.1", 0});
  socket.settimeout(10);
  return socket;
}

/// A path of a socket file that is gone with its folder.
class SocketPath {
 public:
  SocketPath() : folder_("/tmp/porthole-XXXXXX") { REQUIRE(mkdtemp(folder_.data()) != nullptr); }
  ~SocketPath() {
    ::unlink(path().c_str());
    ::rmdir(folder_.c_str());
  }
  std::string path() const { return folder_ + "/socket"; }

 private:
  std::string folder_;
};

}  // namespace

TEST_CASE("datagrams arrive one by one, with their sender", "[tab]") {
  Socket a = bound(), b = bound();
  CHECK(a.sendto("one", b.getsockname()) == 3);
  CHECK(a.sendto("two", 0, b.getsockname()) == 3);
  CHECK(b.recvfrom(100) == std::pair(std::string("one"), a.getsockname()));
  CHECK(b.recv(100) == "two");
}

TEST_CASE("what of a datagram does not fit is lost", "[tab]") {
  Socket a = bound(), b = bound();
  a.sendto("0123456789", b.getsockname());
  a.sendto("next", b.getsockname());
  CHECK(b.recvfrom(4).first == "0123");
  a.sendto("0123456789", b.getsockname());
  CHECK(b.recvfrom(100).first == "next");
  const Socket::Message cut = b.recvmsg(4);
  CHECK(cut.data == "0123");
  CHECK((cut.flags & MSG_TRUNC) != 0);
  CHECK(cut.address == a.getsockname());
}

TEST_CASE("an empty datagram is a datagram", "[tab]") {
  Socket a = bound(), b = bound();
  CHECK(a.sendto("", b.getsockname()) == 0);
  CHECK(b.recvfrom(10) == std::pair(std::string(), a.getsockname()));
}

TEST_CASE("a connected datagram socket sends without an address", "[tab]") {
  Socket a = bound(), b = bound();
  a.connect(b.getsockname());
  CHECK(a.send("x") == 1);
  CHECK(a.sendmsg({"y", "z"}) == 2);
  std::array<std::byte, 8> buffer{};
  CHECK(b.recvfrom_into(buffer) == std::pair(std::size_t(1), a.getsockname()));
  CHECK(b.recv(10) == "yz");
}

TEST_CASE("a datagram without an address goes nowhere", "[tab]") {
  Socket socket(AF_INET, SOCK_DGRAM);
  CHECK_THROWS_MATCHES(socket.send("x"), error, number(EDESTADDRREQ));
  CHECK_THROWS_MATCHES(socket.sendto(std::string(70'000, 'x'), {"127.0.0.1", 9}), error, number(EMSGSIZE));
}

TEST_CASE("sendmsg with an address", "[tab]") {
  Socket a = bound(), b = bound();
  CHECK(a.sendmsg({"ab", "cd"}, 0, b.getsockname()) == 4);
  CHECK(b.recv(10) == "abcd");
}

TEST_CASE("a broadcast needs permission", "[tab]") {
  Socket socket = bound();
  CHECK_THROWS_AS(socket.sendto("x", {"<broadcast>", 9}), PermissionError);
}

TEST_CASE("a Unix socket is reached by its path", "[tab]") {
  const SocketPath file;
  Socket server(AF_UNIX);
  server.bind(Address(file.path()));
  server.listen();
  CHECK(server.getsockname() == Address(file.path()));
  Socket client(AF_UNIX);
  client.connect(Address(file.path()));
  CHECK(client.getpeername() == Address(file.path()));
  auto [accepted, from] = server.accept();
  CHECK(from == Address(std::string()));
  client.sendall("by path");
  CHECK(test::recv_exactly(accepted, 7) == "by path");
}

TEST_CASE("a Unix socket that is not there is FileNotFoundError", "[tab]") {
  const SocketPath file;
  CHECK_THROWS_AS(Socket(AF_UNIX).connect(Address(file.path())), FileNotFoundError);
}

TEST_CASE("a name in the abstract namespace needs no file", "[tab]") {
  const std::string name = std::string("\0porthole-", 10) + std::to_string(::getpid());
  Socket server(AF_UNIX, SOCK_DGRAM);
  server.bind(Address(name));
  CHECK(server.getsockname() == Address(name));
  Socket client(AF_UNIX, SOCK_DGRAM);
  client.sendto("abstract", Address(name));
  server.settimeout(10);
  CHECK(server.recv(100) == "abstract");
}

TEST_CASE("socketpair makes two connected sockets of the family asked for", "[tab]") {
  auto [a, b] = socketpair();
  CHECK(a.family() == AF_UNIX);
  a.sendall("x");
  CHECK(b.recv(1) == "x");
  auto [c, d] = socketpair(AF_UNIX, SOCK_DGRAM);
  c.send("one");
  c.send("two");
  CHECK(d.recv(10) == "one");
  CHECK(d.recv(10) == "two");
  CHECK_THROWS_AS(socketpair(AF_INET), error);
}

TEST_CASE("socketpair takes the default timeout", "[tab]") {
  setdefaulttimeout(3.0);
  auto [a, b] = socketpair();
  setdefaulttimeout(Timeout());
  CHECK(a.gettimeout() == seconds(3));
  CHECK(b.gettimeout() == seconds(3));
}
