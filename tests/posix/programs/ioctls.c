// SPDX-License-Identifier: MIT
// FIONREAD and FIONBIO.

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "peer.h"

int main(void) {
  int fd = dial("ECHO"), value = 1;
  say("FIONBIO on", ioctl(fd, FIONBIO, &value));
  printf("O_NONBLOCK: %d\n", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
  char byte;
  say("recv", recv(fd, &byte, 1, 0));
  value = 0;
  say("FIONBIO off", ioctl(fd, FIONBIO, &value));
  printf("O_NONBLOCK: %d\n", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
  say("FIONREAD", ioctl(fd, FIONREAD, &value));
  printf("%d\n", value);
  send_text(fd, "12345");
  poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 5000);
  say("FIONREAD", ioctl(fd, FIONREAD, &value));
  printf("%d\n", value);
  recv(fd, &byte, 1, 0);
  ioctl(fd, FIONREAD, &value);
  printf("%d\n", value);
  say("TIOCGWINSZ", ioctl(fd, TIOCGWINSZ, &(struct winsize){0}));
  struct termios termios;
  say("tcgetattr", tcgetattr(fd, &termios));
  printf("isatty: %d", isatty(fd));
  printf(", %s\n", strerror(errno));
  printf("isatty of a closed one: %d", isatty(99));
  printf(", %s\n", strerror(errno));
  say("of a closed one", ioctl(99, FIONREAD, &value));
  close(fd);
}
