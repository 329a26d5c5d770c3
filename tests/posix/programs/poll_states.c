// SPDX-License-Identifier: MIT
// What poll says of a socket in each state of its life.

#include <poll.h>

#include "peer.h"

static void state(const char* when, int fd) {
  struct pollfd poller = {.fd = fd, .events = POLLIN | POLLOUT | POLLPRI | POLLRDHUP};
  long ready = poll(&poller, 1, 0);
  printf("%s: %ld %#x\n", when, ready, (unsigned)poller.revents);
}

static void await(int fd, short events) {
  struct pollfd poller = {.fd = fd, .events = events};
  poll(&poller, 1, 5000);
}

int main(void) {
  char buffer[8192];
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  state("new", fd);
  close(fd);
  fd = dial("ECHO");
  state("connected", fd);
  send_text(fd, "x");
  await(fd, POLLIN);
  state("with data", fd);
  recv(fd, buffer, sizeof buffer, 0);
  shutdown(fd, SHUT_WR);
  await(fd, POLLHUP);
  state("shut down for writing, then ended by the peer", fd);
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  state("still", fd);
  close(fd);

  fd = dial("CLOSER");
  await(fd, POLLRDHUP);
  state("ended by the peer", fd);
  shutdown(fd, SHUT_RD);
  state("shut down for reading too", fd);
  close(fd);

  fd = dial("SILENT");
  shutdown(fd, SHUT_RD);
  state("shut down for reading", fd);
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  close(fd);

  fd = dial("RESET");
  send_text(fd, "0\n");
  await(fd, POLLHUP);
  state("reset", fd);
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  state("reset and told", fd);
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  close(fd);
}
