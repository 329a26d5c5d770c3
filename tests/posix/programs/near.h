// SPDX-License-Identifier: MIT
/// What the programs that listen share: addresses of this host, said without the ports that the system chose.
#ifndef PORTHOLE_TESTS_POSIX_NEAR_H
#define PORTHOLE_TESTS_POSIX_NEAR_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <sys/time.h>
#include <sys/un.h>

#include "peer.h"

static inline struct sockaddr_in at(const char* host, int port) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)port);
  inet_pton(AF_INET, host, &address.sin_addr);
  return address;
}

static inline int bind_to(int fd, const char* host, int port) {
  struct sockaddr_in address = at(host, port);
  return bind(fd, (struct sockaddr*)&address, sizeof address);
}

static inline int connect_to(int fd, const char* host, int port) {
  struct sockaddr_in address = at(host, port);
  return connect(fd, (struct sockaddr*)&address, sizeof address);
}

/// The port a socket has.
static inline int port_of(int fd) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  if (getsockname(fd, (struct sockaddr*)&address, &length) != 0) return -1;
  return ntohs(address.sin_port);
}

/// A socket of 127.0.0.1 with a port of the system's choice.
static inline int bound(int type) {
  int fd = socket(AF_INET, type, 0);
  if (fd < 0 || bind_to(fd, "127.0.0.1", 0) != 0) perror("bound");
  return fd;
}

/// Two ends of a connection over TCP, both of this program.
static inline void connected(int ends[2]) {
  int listener = bound(SOCK_STREAM);
  if (listen(listener, 1) != 0) perror("listen");
  ends[0] = socket(AF_INET, SOCK_STREAM, 0);
  if (connect_to(ends[0], "127.0.0.1", port_of(listener)) != 0) perror("connect");
  ends[1] = accept(listener, NULL, NULL);
  if (ends[1] < 0) perror("accept");
  close(listener);
}

/// What poll sees of one descriptor, after at most so many milliseconds.
static inline void say_poll(const char* what, int fd, int milliseconds) {
  struct pollfd one = {.fd = fd, .events = POLLIN | POLLOUT | POLLRDHUP};
  int ready = poll(&one, 1, milliseconds);
  printf("%s: %d%s%s%s%s%s\n", what, ready, one.revents & POLLIN ? " IN" : "",
         one.revents & POLLOUT ? " OUT" : "", one.revents & POLLERR ? " ERR" : "",
         one.revents & POLLHUP ? " HUP" : "", one.revents & POLLRDHUP ? " RDHUP" : "");
}

/// Waits until there is something to read.
static inline void arrives(int fd) {
  struct pollfd one = {.fd = fd, .events = POLLIN};
  poll(&one, 1, 10000);
}

#endif
