// SPDX-License-Identifier: MIT
#include "support/pair.hpp"

#include <chrono>
#include <stdexcept>
#include <string_view>

#include "support/peers.hpp"

namespace porthole::test {
namespace {

/// No two pairs, of this run or another, have the same.
std::string next_id() {
  static const auto start = std::chrono::system_clock::now().time_since_epoch().count();
  static int count = 0;
  return std::to_string(start) + "-" + std::to_string(++count);
}

void expect_ok(Socket& socket) {
  if (recv_exactly(socket, 3) != "ok\n") throw std::runtime_error("the pair peer did not answer ok");
}

std::pair<Socket, Socket> joined_pair() {
  Socket first = dial("pair");
  Socket second = dial("pair");
  const std::string line = "pair " + next_id() + "\n";
  first.sendall(line);
  second.sendall(line);
  expect_ok(first);
  expect_ok(second);
  return {std::move(first), std::move(second)};
}

std::pair<Socket, Socket> loopback_pair() {
  Socket listener;
  listener.bind({"127.0.0.1", 0});
  listener.listen(1);
  Socket client;
  client.connect(listener.getsockname());
  return {std::move(client), listener.accept().first};
}

}  // namespace

std::pair<Socket, Socket> pair() {
  return has_peer("pair") ? joined_pair() : loopback_pair();
}

std::string recv_exactly(Socket& socket, std::size_t size) {
  std::string all;
  while (all.size() < size) {
    const std::string part = socket.recv(static_cast<std::ptrdiff_t>(size - all.size()));
    if (part.empty()) break;
    all += part;
  }
  return all;
}

std::string recv_to_end(Socket& socket) {
  std::string all;
  for (std::string part = socket.recv(65536); !part.empty(); part = socket.recv(65536)) all += part;
  return all;
}

bool arrives(const Socket& socket) {
  return !select({socket}, {}, {}, seconds(10)).readable.empty();
}

std::size_t fill(Socket& socket) {
  const std::string block(65536, 'x');
  socket.setblocking(false);
  std::size_t total = 0;
  // What lies between the two goes on taking for a while, and Linux takes bytes before it calls a socket
  // writable: full is when it refuses at once and again after half a second.
  for (bool refused = false;;) {
    try {
      total += socket.send(block);
      refused = false;
    } catch (const BlockingIOError&) {
      if (refused) return total;
      refused = select({}, {socket}, {}, seconds(0.5)).writable.empty();
    }
    if (total > 256U << 20) throw std::runtime_error("the connection never gets full");
  }
}

void reset(Socket& socket) {
  const linger hard{.l_onoff = 1, .l_linger = 0};
  socket.setsockopt(SOL_SOCKET, SO_LINGER,
                    std::string_view(reinterpret_cast<const char*>(&hard), sizeof hard));
  socket.close();
}

}  // namespace porthole::test
