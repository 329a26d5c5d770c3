// SPDX-License-Identifier: MIT
// One byte a second: what has come is given at once, time limits count from each call.

#include <poll.h>
#include <sys/time.h>

#include "peer.h"

int main(void) {
  int fd = dial("SLOW");
  char buffer[16] = {0};
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  double start = now();
  say("recv", recv(fd, buffer + 1, sizeof buffer, 0));
  say_elapsed("recv", start, 500, 1800);
  printf("%.2s\n", buffer);
  struct timeval limit = {.tv_sec = 1, .tv_usec = 500000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  start = now();
  long count = recv(fd, buffer, sizeof buffer, MSG_WAITALL);
  printf("what came before the limit: %d\n", count >= 1 && count <= 3);
  say_elapsed("recv", start, 1400, 3500);
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  say("poll", poll(&poller, 1, 3000));
  say("peek", recv(fd, buffer, 1, MSG_PEEK));
  say("recv", recv(fd, buffer, 1, 0));
  limit = (struct timeval){.tv_usec = 50000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  say("recv with a short limit", recv(fd, buffer, sizeof buffer, 0));
  limit = (struct timeval){0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  say("recv without a limit", recv(fd, buffer, 1, 0));
  close(fd);
}
