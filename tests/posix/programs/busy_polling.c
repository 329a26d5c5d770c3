// SPDX-License-Identifier: MIT
// Programs that spin without ever blocking must see the world move on.

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>

#include "peer.h"

static const double LIMIT = 10000;

static int begin(struct addrinfo* address) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  connect(fd, address->ai_addr, address->ai_addrlen);
  return fd;
}

static void told(const char* how, double start) {
  printf("%s: %s\n", how, now() - start < LIMIT ? "done" : "never");
}

int main(void) {
  struct addrinfo* address = peer("ECHO");
  double start = now();
  int fd = begin(address);
  while (connect(fd, address->ai_addr, address->ai_addrlen) != 0 && errno != EISCONN && now() - start < LIMIT)
    continue;
  told("connect by connect", start);

  start = now();
  int other = begin(address);
  struct sockaddr_in name;
  socklen_t length = sizeof name;
  while (getpeername(other, (struct sockaddr*)&name, &length) != 0 && now() - start < LIMIT) continue;
  told("connect by getpeername", start);
  close(other);

  start = now();
  other = begin(address);
  while (send(other, "a", 1, MSG_NOSIGNAL) != 1 && now() - start < LIMIT) continue;
  told("connect by send", start);

  start = now();
  char byte;
  while (recv(other, &byte, 1, 0) != 1 && now() - start < LIMIT) continue;
  told("recv", start);

  start = now();
  send(fd, "b", 1, 0);
  while (recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) != 1 && now() - start < LIMIT) continue;
  told("recv with MSG_DONTWAIT", start);
  recv(fd, &byte, 1, 0);

  start = now();
  send(fd, "c", 1, 0);
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  while (poll(&poller, 1, 0) != 1 && now() - start < LIMIT) continue;
  told("poll", start);
  recv(fd, &byte, 1, 0);

  start = now();
  send(fd, "d", 1, 0);
  int available = 0;
  while (ioctl(fd, FIONREAD, &available) == 0 && available == 0 && now() - start < LIMIT) continue;
  told("FIONREAD", start);
  printf("available %d\n", available);
  close(fd);
  close(other);
  freeaddrinfo(address);
}
