// SPDX-License-Identifier: MIT
// MSG_TRUNC, where the system counts more bytes than it stores, and sizes beyond all memory.

#include <array>
#include <catch_amalgamated.hpp>
#include <cstddef>
#include <string>

#include "socket/socket.hpp"
#include "support/pair.hpp"

using namespace porthole;

namespace {

/// A UDP socket with ten bytes waiting.
Socket with_datagram() {
  Socket receiver(AF_INET, SOCK_DGRAM);
  receiver.bind({"127.0.0.1", 0});
  Socket(AF_INET, SOCK_DGRAM).sendto("0123456789", receiver.getsockname());
  receiver.settimeout(10);
  return receiver;
}

}  // namespace

TEST_CASE("a receive that counts what it cut gives only what it stored", "[tab]") {
  CHECK(with_datagram().recv(4, MSG_TRUNC) == "0123");
  CHECK(with_datagram().recvfrom(4, MSG_TRUNC).first == "0123");
  const Socket::Message message = with_datagram().recvmsg(4, MSG_TRUNC);
  CHECK(message.data == "0123");
  CHECK((message.flags & MSG_TRUNC) != 0);
}

TEST_CASE("recv_into gives the count of a datagram that it cut", "[tab]") {
  std::array<std::byte, 4> buffer{};
  CHECK(with_datagram().recv_into(buffer, 0, MSG_TRUNC) == 10);
  CHECK(std::to_integer<char>(buffer[3]) == '3');
}

TEST_CASE("a receive of any size takes the memory of what came") {
  auto [a, b] = test::pair();
  b.sendall("small");
  REQUIRE(test::arrives(a));
  CHECK(a.recv(1 << 30) == "small");
  b.sendall("again");
  REQUIRE(test::arrives(a));
  CHECK(a.recv(5000) == "again");
}
