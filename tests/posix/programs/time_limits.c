// SPDX-License-Identifier: MIT
// SO_RCVTIMEO and SO_SNDTIMEO.

#include <sys/time.h>

#include "peer.h"

static void limit(int fd, int name, long milliseconds) {
  struct timeval time = {.tv_sec = milliseconds / 1000, .tv_usec = (milliseconds % 1000) * 1000};
  say("setsockopt", setsockopt(fd, SOL_SOCKET, name, &time, sizeof time));
  memset(&time, 0, sizeof time);
  socklen_t length = sizeof time;
  say("getsockopt", getsockopt(fd, SOL_SOCKET, name, &time, &length));
  printf("%ld s %ld us, length is right: %d\n", (long)time.tv_sec, (long)time.tv_usec, length == sizeof time);
}

int main(void) {
  char byte = 0;
  int fd = dial("SILENT");
  limit(fd, SO_RCVTIMEO, 80);
  double start = now();
  say("recv", recv(fd, &byte, 1, 0));
  say_elapsed("recv", start, 76, 500);
  start = now();
  say("read", read(fd, &byte, 1));
  say_elapsed("read", start, 76, 500);
  limit(fd, SO_RCVTIMEO, 1200);
  struct timeval wrong = {.tv_usec = 1000000};
  say("a bad time", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wrong, sizeof wrong));
  say("a short one", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wrong, 4));
  close(fd);

  fd = dial("DRIP");
  limit(fd, SO_RCVTIMEO, 300);
  send_text(fd, "40\n");
  char buffer[100];
  start = now();
  say("recv with MSG_WAITALL, cut by the end", recv(fd, buffer, sizeof buffer, MSG_WAITALL));
  close(fd);

  fd = dial("UNREAD");
  limit(fd, SO_SNDTIMEO, 160);
  static char much[1 << 20];
  long rounds = 0, result;
  while ((result = send(fd, much, sizeof much, MSG_NOSIGNAL)) == (long)sizeof much && rounds < 1000) rounds++;
  printf("a send was cut or refused: %d\n", result < (long)sizeof much);
  while (send(fd, much, sizeof much, MSG_NOSIGNAL) > 0 && rounds < 1000) rounds++;
  start = now();
  say("send", send(fd, much, sizeof much, MSG_NOSIGNAL));
  say_elapsed("send", start, 100, 900);
  struct linger linger = {.l_onoff =
                              1};  // else what was taken would keep the page's worker until the peer reads it
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close(fd);
}
