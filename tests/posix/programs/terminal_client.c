// SPDX-License-Identifier: MIT
// The loop of every interactive client: keyboard and connection in one poll.

#include <poll.h>
#include <sys/ioctl.h>

#include "peer.h"

int main(void) {
  int fd = dial("ECHO");
  struct pollfd pollers[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
  say("connected, poll", poll(pollers, 2, 100));
  char buffer[256];
  while (pollers[1].fd >= 0 && poll(pollers, 2, 10000) > 0) {
    if (pollers[0].revents) {
      int available = -1;
      ioctl(0, FIONREAD, &available);
      ssize_t count = read(0, buffer, sizeof buffer);
      printf("%zd typed of %d\n", count, available);
      fflush(stdout);
      if (count > 0) {
        if (send(fd, buffer, (size_t)count, 0) != count) perror("send");
      } else {
        shutdown(fd, SHUT_WR);
        pollers[0].fd = -1;
      }
    }
    if (pollers[1].revents) {
      ssize_t count = recv(fd, buffer, sizeof buffer, 0);
      if (count <= 0) pollers[1].fd = -1;
      printf("%zd came: %.*s\n", count, count > 0 ? (int)count - 1 : 0, buffer);
      fflush(stdout);
    }
  }
  puts("closed");
}
