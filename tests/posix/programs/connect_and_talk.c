// SPDX-License-Identifier: MIT
// The whole life of a simple connection, and the addresses of its two ends.

#include <arpa/inet.h>
#include <netinet/in.h>

#include "peer.h"

int main(void) {
  struct addrinfo* address = peer("ECHO");
  int fd = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
  say("socket is the first free number", fd);
  struct sockaddr_in name;
  socklen_t length = sizeof name;
  say("getsockname before connect", getsockname(fd, (struct sockaddr*)&name, &length));
  printf("family %d port %d length %u\n", name.sin_family, ntohs(name.sin_port), (unsigned)length);
  say("connect", connect(fd, address->ai_addr, address->ai_addrlen));
  length = sizeof name;
  say("getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  struct sockaddr_in* wanted = (struct sockaddr_in*)(void*)address->ai_addr;
  printf("the peer is the one asked for: %d\n",
         name.sin_port == wanted->sin_port && name.sin_addr.s_addr == wanted->sin_addr.s_addr);
  length = sizeof name;
  say("getsockname", getsockname(fd, (struct sockaddr*)&name, &length));
  printf("a port was given: %d\n", name.sin_port != 0);
  length = 4;  // cut short, as Linux does
  memset(&name, 0, sizeof name);
  say("getpeername into 4 bytes", getpeername(fd, (struct sockaddr*)&name, &length));
  printf("length %u, address %s\n", (unsigned)length, inet_ntoa(name.sin_addr));
  say("connect again", connect(fd, address->ai_addr, address->ai_addrlen));
  say("send", send(fd, "hello\n", 6, 0));
  char buffer[64];
  long count = say("recv", recv(fd, buffer, sizeof buffer, 0));
  printf("%.*s", (int)count, buffer);
  say("write", write(fd, "again\n", 6));
  count = say("read", read(fd, buffer, sizeof buffer));
  printf("%.*s", (int)count, buffer);
  say("sendto without an address", sendto(fd, "third\n", 6, 0, NULL, 0));
  length = sizeof name;
  count = say("recvfrom", recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr*)&name, &length));
  printf("%.*slength %u\n", (int)count, buffer, (unsigned)length);
  say("sendto with one", sendto(fd, "x", 1, 0, address->ai_addr, address->ai_addrlen));
  say("close", close(fd));
  say("close again", close(fd));
  freeaddrinfo(address);
}
