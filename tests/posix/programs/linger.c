// SPDX-License-Identifier: MIT
// How a close looks from the other side: an end, or with SO_LINGER of 0 seconds a reset.

#include <poll.h>

#include "both_ends.h"

static void other_side(int fd) {
  char buffer[16];
  long count;
  while ((count = recv(fd, buffer, sizeof buffer, 0)) > 0) continue;
  say("the other side", count);
  close(fd);
}

static void closed_with(const char* what, int on, int seconds) {
  struct both_ends ends = open_both(what);
  struct linger linger = {.l_onoff = on, .l_linger = seconds};
  setsockopt(ends.left, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  send_text(ends.left, "something");
  char buffer[16];
  recv(ends.right, buffer, 9, MSG_WAITALL);
  printf("%s: ", what);
  say("close", close(ends.left));
  other_side(ends.right);
}

int main(void) {
  closed_with("off", 0, 0);
  closed_with("off-with-seconds", 0, 5);
  closed_with("two-seconds", 1, 2);
  closed_with("at-once", 1, 0);

  struct both_ends ends = open_both("dissolved");
  struct sockaddr none = {.sa_family = AF_UNSPEC};
  say("connect to nobody", connect(ends.left, &none, sizeof none));
  char byte;
  say("recv", recv(ends.left, &byte, 1, 0));
  struct sockaddr_storage name;
  socklen_t length = sizeof name;
  say("getpeername", getpeername(ends.left, (struct sockaddr*)&name, &length));
  other_side(ends.right);
  struct addrinfo* address = peer("ECHO");
  say("connect to somebody else", connect(ends.left, address->ai_addr, address->ai_addrlen));
  send_text(ends.left, "x");
  say("recv", recv(ends.left, &byte, 1, 0));
  freeaddrinfo(address);
}
