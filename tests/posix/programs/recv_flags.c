// SPDX-License-Identifier: MIT
// MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT and reads of nothing.

#include <poll.h>

#include "peer.h"

static void await_bytes(int fd, size_t count) {
  char buffer[64];
  while (recv(fd, buffer, count, MSG_PEEK) < (ssize_t)count) {
    struct pollfd none = {.fd = -1};
    poll(&none, 1, 5);
  }
}

int main(void) {
  char buffer[4096];
  int fd = dial("ECHO");
  say("recv with MSG_DONTWAIT", recv(fd, buffer, sizeof buffer, MSG_DONTWAIT));
  send_text(fd, "abcdef");
  await_bytes(fd, 6);
  long count = say("peek", recv(fd, buffer, 3, MSG_PEEK));
  printf("%.*s\n", (int)count, buffer);
  count = say("peek again", recv(fd, buffer, sizeof buffer, MSG_PEEK));
  printf("%.*s\n", (int)count, buffer);
  count = say("recv", recv(fd, buffer, 2, 0));
  printf("%.*s\n", (int)count, buffer);
  count = say("peek at the rest", recv(fd, buffer, sizeof buffer, MSG_PEEK | MSG_DONTWAIT));
  printf("%.*s\n", (int)count, buffer);
  say("read of nothing", read(fd, buffer, 0));
  say("recv of nothing", recv(fd, buffer, 0, 0));
  count = say("recv", recv(fd, buffer, sizeof buffer, 0));
  printf("%.*s\n", (int)count, buffer);
  say("send of nothing", send(fd, buffer, 0, 0));
  close(fd);

  fd = dial("DRIP");
  send_text(fd, "300\n");
  say("recv of 200 with MSG_WAITALL", recv(fd, buffer, 200, MSG_WAITALL));
  say("recv of 200 more, of which there are 100", recv(fd, buffer, 200, MSG_WAITALL));
  say("recv", recv(fd, buffer, 200, MSG_WAITALL));
  close(fd);
}
