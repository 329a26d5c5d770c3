// SPDX-License-Identifier: MIT
// porthole PORT: the measurements with our Socket.

#include <string>
#include <vector>

#include "measure.hpp"
#include "socket/socket.hpp"

using namespace bench;
using porthole::Socket;

static const std::string data(block, 'x');

static Socket start(int port, char command) {
  Socket socket;
  socket.connect({"127.0.0.1", port});
  socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
  socket.sendall(std::string_view(&command, 1));
  return socket;
}

static void send_blocks(int port, const char* name, std::size_t bytes, std::size_t size) {
  Socket socket = start(port, sink);
  const std::string_view piece = std::string_view(data).substr(0, size);
  print_speed(name, bytes, seconds_of([&] {
                for (std::size_t sent = 0; sent < bytes; sent += size) socket.sendall(piece);
                socket.shutdown(SHUT_WR);
                socket.recv(1);
              }));
}

static void receive_blocks(int port) {
  Socket socket = start(port, source);
  print_speed("recv, 64 KiB a call, MB/s", total, seconds_of([&] {
                while (!socket.recv(block).empty()) {
                }
              }));
}

static void receive_blocks_into(int port) {
  Socket socket = start(port, source);
  std::vector<std::byte> buffer(block);
  print_speed("recv_into, 64 KiB a call, MB/s", total, seconds_of([&] {
                while (socket.recv_into(buffer) > 0) {
                }
              }));
}

static void ping_pong(int port, const char* name, std::size_t size, porthole::Timeout timeout) {
  Socket socket = start(port, echo);
  socket.settimeout(timeout);
  const std::string_view piece = std::string_view(data).substr(0, size);
  print_round_trip(name, seconds_of([&] {
                     for (int i = 0; i < round_trips; ++i) {
                       socket.sendall(piece);
                       socket.recv(static_cast<std::ptrdiff_t>(size));
                     }
                   }));
}

static void connect_often(int port) {
  print_rate("connects a second", seconds_of([&] {
               for (int i = 0; i < connections; ++i) {
                 Socket socket;
                 socket.connect({"127.0.0.1", port});
                 socket.close();
               }
             }));
}

static void accept_often(int port) {
  Socket listener;
  listener.bind({"127.0.0.1", 0});
  listener.listen(backlog);
  Socket control = start(port, caller);
  control.sendall(std::to_string(listener.getsockname().port()));
  print_rate("accepts a second", seconds_of([&] {
               for (int i = 0; i < connections; ++i) listener.accept().first.close();
             }));
}

int main(int, char** argv) {
  const int port = std::stoi(argv[1]);
  send_blocks(port, "sendall, 64 KiB a call, MB/s", total, block);
  send_blocks(port, "sendall, 1 KiB a call, MB/s", small_total, small_block);
  receive_blocks(port);
  receive_blocks_into(port);
  ping_pong(port, "1 byte there and back, us", 1, {});
  ping_pong(port, "64 bytes there and back, us", 64, {});
  ping_pong(port, "64 bytes there and back, with a timeout, us", 64, porthole::seconds(limit));
  connect_often(port);
  accept_often(port);
}
