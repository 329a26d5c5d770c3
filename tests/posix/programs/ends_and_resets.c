// SPDX-License-Identifier: MIT
// An orderly end is told from a reset, and neither comes before the last byte.

#include <poll.h>

#include "peer.h"

static void drain(int fd) {
  char buffer[1000];
  long total = 0, count;
  while ((count = recv(fd, buffer, sizeof buffer, 0)) > 0) total += count;
  printf("%ld bytes, then %s\n", total, count == 0 ? "the end" : strerror(errno));
  say("recv", recv(fd, buffer, sizeof buffer, 0));
}

int main(void) {
  int fd = dial("CLOSER");
  drain(fd);
  close(fd);

  fd = dial("CHARGEN");
  send_text(fd, "20000\n");
  drain(fd);
  close(fd);

  fd = dial("RESET");
  send_text(fd, "5000\n");
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  poll(&poller, 1, 5000);
  drain(fd);
  say("send", send(fd, "x", 1, MSG_NOSIGNAL));
  close(fd);

  fd = dial("RESET");
  send_text(fd, "0\n");
  poller = (struct pollfd){.fd = fd, .events = 0};
  poll(&poller, 1, 5000);
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  printf("SO_ERROR: %s\n", strerror(error));
  char byte;
  say("recv", recv(fd, &byte, 1, 0));
  say("send", send(fd, "x", 1, MSG_NOSIGNAL));
  say("shutdown", shutdown(fd, SHUT_WR));
  struct sockaddr_storage name;
  length = sizeof name;
  say("getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  close(fd);

  fd = dial("RESET");
  send_text(fd, "0\n");
  poll(&(struct pollfd){.fd = fd}, 1, 5000);
  say("send to a reset connection", send(fd, "x", 1, MSG_NOSIGNAL));
  say("and again", send(fd, "x", 1, MSG_NOSIGNAL));
  close(fd);
}
