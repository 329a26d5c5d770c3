// SPDX-License-Identifier: MIT
// The other end of every measurement, in bare calls: prints its port, serves one connection after another
// until its input ends.

#include <poll.h>

#include <string>

#include "measure.hpp"
#include "plain.hpp"

using namespace bench;

static char buffer[1 << 20];

static void swallow(int fd) {
  while (::recv(fd, buffer, sizeof buffer, 0) > 0) {
  }
  plain::send_all(fd, "!", 1);
}

static void pour(int fd) {
  for (std::size_t sent = 0; sent < total; sent += block) {
    if (!plain::send_all(fd, buffer, block)) return;
  }
}

static void answer(int fd) {
  plain::no_delay(fd);
  for (ssize_t size; (size = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
    if (!plain::send_all(fd, buffer, static_cast<std::size_t>(size))) return;
  }
}

/// "A" and a port in decimal: calls there again and again.
static void call_back(int fd) {
  char text[8] = "";
  if (::recv(fd, text, sizeof text - 1, 0) <= 0) return;
  const int port = std::stoi(text);
  for (int i = 0; i < connections; ++i) ::close(plain::connect_to(port));
}

static void serve(int fd) {
  char command = 0;
  if (::recv(fd, &command, 1, 0) <= 0) return;
  if (command == sink) swallow(fd);
  if (command == source) pour(fd);
  if (command == echo) answer(fd);
  if (command == caller) call_back(fd);
}

int main() {
  int port = 0;
  const int listener = plain::listener(port, backlog);
  std::printf("%d\n", port);
  std::fflush(stdout);
  for (;;) {
    pollfd ready[] = {{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    plain::checked(::poll(ready, 2, -1), "poll");
    if (ready[1].revents != 0) return 0;
    const int fd = plain::checked(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC), "accept");
    serve(fd);
    ::close(fd);
  }
}
