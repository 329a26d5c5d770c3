// SPDX-License-Identifier: MIT
// One direction ends before the other.

#include "peer.h"

int main(void) {
  char buffer[128];
  int fd = dial("HALF");
  send_text(fd, "all I have to say");
  say("shutdown", shutdown(fd, SHUT_WR));
  long count = say("recv", recv(fd, buffer, sizeof buffer, 0));
  printf("%.*s", (int)count, buffer);
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  say("send", send(fd, "x", 1, MSG_NOSIGNAL));
  say("shutdown again", shutdown(fd, SHUT_WR));
  close(fd);

  fd = dial("COUNT");
  static char much[300000];
  memset(much, 'x', sizeof much);
  say("send", send(fd, much, sizeof much, 0));
  say("shutdown", shutdown(fd, SHUT_WR));
  count = say("recv", recv(fd, buffer, sizeof buffer, MSG_WAITALL));
  printf("%.*s", (int)count, buffer);
  close(fd);

  fd = dial("SILENT");
  say("shutdown of reading", shutdown(fd, SHUT_RD));
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  say("send", send(fd, "x", 1, 0));
  say("shutdown of both", shutdown(fd, SHUT_RDWR));
  say("send", send(fd, "x", 1, MSG_NOSIGNAL));
  say("shutdown 7", shutdown(fd, 7));
  close(fd);
}
