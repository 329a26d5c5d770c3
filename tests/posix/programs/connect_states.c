// SPDX-License-Identifier: MIT
// What a socket allows before, while and after it connects.

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>

#include "peer.h"

static void try_everything(const char* when, int fd) {
  char byte = 'x';
  struct sockaddr_storage name;
  socklen_t length = sizeof name;
  printf("%s\n", when);
  say("  recv", recv(fd, &byte, 1, MSG_DONTWAIT));
  say("  send", send(fd, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL));
  say("  getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  length = sizeof name;
  say("  getsockname", getsockname(fd, (struct sockaddr*)&name, &length));
  printf("  of %u bytes, family is right: %d\n", (unsigned)length, name.ss_family == AF_INET);
}

static void ports(struct addrinfo* address) {
  struct sockaddr_in name;
  memcpy(&name, address->ai_addr, sizeof name);
  name.sin_port = htons(0);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  say("connect to port 0", connect(fd, (struct sockaddr*)&name, sizeof name));
  close(fd);
  fd = socket(AF_INET, SOCK_STREAM, 0);
  say("connect with a longer address", connect(fd, address->ai_addr, sizeof(struct sockaddr_storage)));
  close(fd);
}

static void after_the_peer_ended(void) {
  int fd = dial("CLOSER");
  char byte;
  say("recv at the end", recv(fd, &byte, 1, 0));
  struct addrinfo* address = peer("ECHO");
  say("connect again", connect(fd, address->ai_addr, address->ai_addrlen));
  struct sockaddr_storage name;
  socklen_t length = sizeof name;
  say("getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  close(fd);
  freeaddrinfo(address);
}

int main(void) {
  struct addrinfo* address = peer("ECHO");
  int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  try_everything("new", fd);
  say("connect", connect(fd, address->ai_addr, address->ai_addrlen));
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  try_everything("connected", fd);
  say("poll for the echo", poll(&poller, 1, 5000));
  say("connect once more", connect(fd, address->ai_addr, address->ai_addrlen));
  say("shutdown", shutdown(fd, SHUT_RDWR));
  poll(&poller, 1, 5000);
  char byte;
  say("the echo is still there", recv(fd, &byte, 1, 0));
  say("then the end", recv(fd, &byte, 1, 0));
  close(fd);
  ports(address);
  after_the_peer_ended();
  freeaddrinfo(address);
}
