// SPDX-License-Identifier: MIT
// poll, ppoll, select and pselect: what is ready, what is not, and how long they wait.

#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>

#include "peer.h"

static void time_limits(int fd) {
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  double start = now();
  say("poll for 50 ms", poll(&poller, 1, 50));
  say_elapsed("poll", start, 49, 400);
  start = now();
  struct timespec fine = {.tv_nsec = 30000000};
  say("ppoll for 30 ms", ppoll(&poller, 1, &fine, NULL));
  say_elapsed("ppoll", start, 29, 400);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(fd, &set);
  struct timeval limit = {.tv_usec = 40000};
  start = now();
  say("select for 40 ms", select(fd + 1, &set, NULL, NULL, &limit));
  say_elapsed("select", start, 39, 400);
  printf("set is empty: %d, time left %ld\n", !FD_ISSET(fd, &set), (long)(limit.tv_sec + limit.tv_usec));
  start = now();
  say("pselect for 30 ms", pselect(fd + 1, &set, NULL, NULL, &fine, NULL));
  say_elapsed("pselect", start, 29, 400);
  start = now();
  say("poll of nothing for 20 ms", poll(NULL, 0, 20));
  say_elapsed("poll of nothing", start, 19, 400);
  say("poll without waiting", poll(&poller, 1, 0));
}

static void bad_arguments(int fd) {
  struct pollfd pollers[3] = {
      {.fd = -1, .events = POLLIN}, {.fd = 777, .events = POLLIN}, {.fd = fd, .events = POLLOUT}};
  say("poll of -1, a closed one and a good one", poll(pollers, 3, 0));
  for (int i = 0; i < 3; i++) printf("revents %#x\n", (unsigned)pollers[i].revents);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(20, &set);
  say("select of a closed one", select(21, &set, NULL, NULL, NULL));
  struct timeval negative = {.tv_sec = -1};
  say("select until before now", select(0, NULL, NULL, NULL, &negative));
  say("select of -1", select(-1, NULL, NULL, NULL, NULL));
  struct timespec wrong = {.tv_nsec = 1000000000};
  say("ppoll with a bad time", ppoll(pollers, 1, &wrong, NULL));
}

int main(void) {
  int fd = dial("ECHO"), other = dial("ECHO");
  time_limits(fd);
  bad_arguments(fd);
  send_text(other, "ready");
  fd_set reading, writing;
  FD_ZERO(&reading);
  FD_SET(fd, &reading);
  FD_SET(other, &reading);
  say("select of two", select((fd > other ? fd : other) + 1, &reading, NULL, NULL, NULL));
  printf("%d %d\n", FD_ISSET(fd, &reading) != 0, FD_ISSET(other, &reading) != 0);
  FD_ZERO(&writing);
  FD_SET(fd, &writing);
  FD_SET(other, &writing);
  say("select of both sets", select((fd > other ? fd : other) + 1, &reading, &writing, NULL, NULL));
  struct pollfd both[2] = {{.fd = fd, .events = POLLIN}, {.fd = other, .events = POLLIN | POLLOUT}};
  say("poll of two", poll(both, 2, -1));
  printf("revents %#x %#x\n", (unsigned)both[0].revents, (unsigned)both[1].revents);
  close(fd);
  close(other);
}
