// SPDX-License-Identifier: MIT
// The three ways to learn that a connect has completed.

#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>

#include "peer.h"

static int start(struct addrinfo* address) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  say("fcntl", fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK));
  say("connect", connect(fd, address->ai_addr, address->ai_addrlen));
  return fd;
}

static void finish(int fd) {
  char byte;
  say("recv", recv(fd, &byte, 1, 0));
  say("send", send(fd, "x", 1, 0));
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  say("poll for the answer", poll(&poller, 1, 5000));
  say("recv", recv(fd, &byte, 1, 0));
  close(fd);
}

int main(void) {
  struct addrinfo* address = peer("ECHO");
  int fd = start(address);
  struct pollfd poller = {.fd = fd, .events = POLLOUT};
  say("poll", poll(&poller, 1, 5000));
  printf("revents %#x\n", (unsigned)poller.revents);
  int error = -1;
  socklen_t length = sizeof error;
  say("getsockopt", getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length));
  printf("SO_ERROR: %s\n", strerror(error));
  say("connect again", connect(fd, address->ai_addr, address->ai_addrlen));
  say("and once more", connect(fd, address->ai_addr, address->ai_addrlen));
  finish(fd);

  fd = start(address);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(fd, &set);
  say("select", select(fd + 1, NULL, &set, NULL, NULL));
  printf("writable: %d\n", FD_ISSET(fd, &set) != 0);
  finish(fd);

  // Blocking on a connect that was started without blocking: the second call waits for the first.
  fd = start(address);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  int result = connect(fd, address->ai_addr, address->ai_addrlen);
  printf("connected: %d\n", result == 0 || errno == EISCONN);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  finish(fd);
  freeaddrinfo(address);
}
