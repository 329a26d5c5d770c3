// SPDX-License-Identifier: MIT
// A connect that the host refuses, blocking and not, and what the socket is good for afterwards.

#include <fcntl.h>
#include <poll.h>

#include "peer.h"

static int pending_error(int fd) {
  int error = -1;
  socklen_t length = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  return error;
}

int main(void) {
  struct addrinfo* address = peer("REFUSED");
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  say("connect", connect(fd, address->ai_addr, address->ai_addrlen));
  perror("connect");
  printf("SO_ERROR: %s\n", strerror(pending_error(fd)));
  say("connect again", connect(fd, address->ai_addr, address->ai_addrlen));
  char byte;
  say("recv", recv(fd, &byte, 1, 0));
  say("send", send(fd, "x", 1, MSG_NOSIGNAL));
  close(fd);

  fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  say("connect without blocking", connect(fd, address->ai_addr, address->ai_addrlen));
  struct pollfd poller = {.fd = fd, .events = POLLIN | POLLOUT};
  say("poll", poll(&poller, 1, 5000));
  printf("revents %#x\n", (unsigned)poller.revents);
  printf("SO_ERROR: %s\n", strerror(pending_error(fd)));
  printf("SO_ERROR again: %s\n", strerror(pending_error(fd)));
  close(fd);

  struct addrinfo* good = peer("ECHO");
  fd = socket(AF_INET, SOCK_STREAM, 0);
  say("refused", connect(fd, address->ai_addr, address->ai_addrlen));
  say("the same socket to a better port", connect(fd, good->ai_addr, good->ai_addrlen));
  send_text(fd, "!");
  say("recv", recv(fd, &byte, 1, 0));
  close(fd);
  freeaddrinfo(good);
  freeaddrinfo(address);
}
