// SPDX-License-Identifier: MIT
// poll and select over sockets, pipes, files and holes at the same time.

#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>

#include "peer.h"

static void show(const char* what, struct pollfd* pollers, int count, int timeout) {
  int ready = poll(pollers, (nfds_t)count, timeout);
  printf("%s: %d [", what, ready);
  for (int i = 0; i < count; i++) printf("%s%#x", i ? " " : "", (unsigned)pollers[i].revents);
  printf("]\n");
}

static void selects(int socket_fd, int reader, int writer) {
  fd_set reading, writing, failing;
  FD_ZERO(&reading);
  FD_ZERO(&writing);
  FD_ZERO(&failing);
  FD_SET(socket_fd, &reading);
  FD_SET(reader, &reading);
  FD_SET(socket_fd, &writing);
  FD_SET(writer, &writing);
  FD_SET(socket_fd, &failing);
  FD_SET(reader, &failing);
  int most = socket_fd > writer ? socket_fd : writer;
  struct timeval limit = {.tv_sec = 5};
  say("select", select(most + 1, &reading, &writing, &failing, &limit));
  printf("%d %d, %d %d, %d %d\n", FD_ISSET(socket_fd, &reading) != 0, FD_ISSET(reader, &reading) != 0,
         FD_ISSET(socket_fd, &writing) != 0, FD_ISSET(writer, &writing) != 0,
         FD_ISSET(socket_fd, &failing) != 0, FD_ISSET(reader, &failing) != 0);
  printf("the rest of the time is left: %d\n", limit.tv_sec >= 4);
  FD_ZERO(&writing);
  FD_SET(writer, &writing);
  say("select that looks no further than the first",
      select(writer, NULL, &writing, NULL, &(struct timeval){0}));
  say("pselect of nothing", pselect(0, NULL, NULL, NULL, &(struct timespec){.tv_nsec = 1000000}, NULL));
  struct timeval wrong = {.tv_sec = -1, .tv_usec = 5};
  say("select with a bad time", select(0, NULL, NULL, NULL, &wrong));
}

int main(void) {
  say("chdir", chdir(getenv("SCRATCH")));
  int fd = dial("ECHO"), file = open("mixture", O_RDWR | O_CREAT, 0600), ends[2];
  if (pipe(ends) != 0) return 1;
  struct pollfd pollers[6] = {
      {.fd = fd, .events = POLLIN},      {.fd = file, .events = POLLIN | POLLOUT},
      {.fd = ends[0], .events = POLLIN}, {.fd = -5, .events = POLLIN | POLLOUT, .revents = 77},
      {.fd = ends[1], .events = POLLIN}, {.fd = 400, .events = 0}};
  show("first", pollers, 6, 0);
  pollers[1].fd = pollers[5].fd = -1;
  show("nothing ready", pollers, 6, 20);
  if (write(ends[1], "x", 1) != 1) return 1;
  show("the pipe", pollers, 6, -1);
  send_text(fd, "echo");
  pollers[2].fd = -1;
  show("the socket", pollers, 6, -1);
  pollers[3] = (struct pollfd){.fd = fd, .events = POLLOUT};
  pollers[4] = (struct pollfd){.fd = fd, .events = POLLIN | POLLRDNORM | POLLPRI};
  show("the same socket three times", pollers, 6, -1);
  pollers[0].events = 0;
  show("asking for nothing", pollers, 1, 10);
  selects(fd, ends[0], ends[1]);
  close(ends[1]);
  pollers[0] = (struct pollfd){.fd = ends[0], .events = 0};
  show("a pipe without writer, asking for nothing", pollers, 1, -1);
  shutdown(fd, SHUT_RD);
  pollers[0] = (struct pollfd){.fd = fd, .events = POLLRDHUP};
  show("reading was shut down", pollers, 1, 1000);
  unlink("mixture");
  say("ppoll for a time below zero", ppoll(pollers, 1, &(struct timespec){.tv_sec = -1}, NULL));
}
