// SPDX-License-Identifier: MIT
// posix PORT: the measurements in bare calls.

#include <fcntl.h>
#include <poll.h>

#include <string>
#include <vector>

#include "measure.hpp"
#include "plain.hpp"

using namespace bench;

static std::vector<char> buffer(block, 'x');

static int start(int port, char command) {
  const int fd = plain::connect_to(port);
  plain::no_delay(fd);
  plain::send_all(fd, &command, 1);
  return fd;
}

static void send_blocks(int port, const char* name, std::size_t bytes, std::size_t size) {
  const int fd = start(port, sink);
  print_speed(name, bytes, seconds_of([&] {
                for (std::size_t sent = 0; sent < bytes; sent += size)
                  plain::send_all(fd, buffer.data(), size);
                ::shutdown(fd, SHUT_WR);
                plain::checked(::recv(fd, buffer.data(), 1, 0), "recv");
              }));
  ::close(fd);
}

static void receive_blocks(int port) {
  const int fd = start(port, source);
  print_speed("recv, 64 KiB a call, MB/s", total, seconds_of([&] {
                while (plain::checked(::recv(fd, buffer.data(), block, 0), "recv") > 0) {
                }
              }));
  ::close(fd);
}

static void ping_pong(int port, const char* name, std::size_t size) {
  const int fd = start(port, echo);
  print_round_trip(name, seconds_of([&] {
                     for (int i = 0; i < round_trips; ++i) {
                       plain::send_all(fd, buffer.data(), size);
                       plain::checked(::recv(fd, buffer.data(), size, 0), "recv");
                     }
                   }));
  ::close(fd);
}

/// What a timeout costs without any library: each call waits by poll() first.
static void ping_pong_with_timeout(int port) {
  const int fd = start(port, echo);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  const auto wait = [fd](short events) {
    pollfd entry{fd, events, 0};
    plain::checked(::poll(&entry, 1, static_cast<int>(limit * 1000)), "poll");
  };
  print_round_trip("64 bytes there and back, with a timeout, us", seconds_of([&] {
                     for (int i = 0; i < round_trips; ++i) {
                       wait(POLLOUT);
                       plain::send_all(fd, buffer.data(), 64);
                       wait(POLLIN);
                       plain::checked(::recv(fd, buffer.data(), 64, 0), "recv");
                     }
                   }));
  ::close(fd);
}

static void connect_often(int port) {
  print_rate("connects a second", seconds_of([&] {
               for (int i = 0; i < connections; ++i) ::close(plain::connect_to(port));
             }));
}

static void accept_often(int port) {
  int own_port = 0;
  const int listener = plain::listener(own_port, backlog);
  const int fd = start(port, caller);
  const std::string text = std::to_string(own_port);
  plain::send_all(fd, text.data(), text.size());
  print_rate("accepts a second", seconds_of([&] {
               for (int i = 0; i < connections; ++i) {
                 sockaddr_in from{};
                 socklen_t size = sizeof from;
                 ::close(plain::checked(
                     ::accept4(listener, reinterpret_cast<sockaddr*>(&from), &size, SOCK_CLOEXEC), "accept"));
               }
             }));
  ::close(fd);
  ::close(listener);
}

int main(int, char** argv) {
  const int port = std::stoi(argv[1]);
  send_blocks(port, "sendall, 64 KiB a call, MB/s", total, block);
  send_blocks(port, "sendall, 1 KiB a call, MB/s", small_total, small_block);
  receive_blocks(port);
  ping_pong(port, "1 byte there and back, us", 1);
  ping_pong(port, "64 bytes there and back, us", 64);
  ping_pong_with_timeout(port);
  connect_often(port);
  accept_often(port);
}
