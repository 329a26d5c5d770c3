// SPDX-License-Identifier: MIT
// Socket options that programs set without looking, wrong lengths, and what a failed call leaves alone.

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "peer.h"

static void number(int fd, const char* what, int level, int name, int value) {
  int result = setsockopt(fd, level, name, &value, sizeof value);
  printf("%s to %d: %s", what, value, result ? strerror(errno) : "ok");
  int got = -1;
  socklen_t length = sizeof got;
  result = getsockopt(fd, level, name, &got, &length);
  if (result) {
    printf(", %s\n", strerror(errno));
  } else {
    printf(", %d in %u\n", got, (unsigned)length);
  }
}

static void positive(int fd, const char* what, int level, int name) {
  int got = -1;
  socklen_t length = sizeof got;
  int result = getsockopt(fd, level, name, &got, &length);
  printf("%s: %s, positive: %d\n", what, result ? strerror(errno) : "ok", got > 0);
}

static void lengths(int fd) {
  int value = 1;
  socklen_t length = 0;
  say("set with length 0", setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, 0));
  say("set with length 3", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, 3));
  say("get with length 0", getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length));
  printf("%d %u\n", value, (unsigned)length);
  char room[16];
  memset(room, 7, sizeof room);
  length = sizeof room;
  say("get into more room", getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, room, &length));
  printf("%d %d %u\n", room[0], room[4], (unsigned)length);
  long long large = 1;
  say("set with length 8", setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &large, sizeof large));
  struct linger linger = {0};
  length = 4;
  say("half of SO_LINGER", getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &length));
  say("SO_LINGER with a short value", setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, 4));
}

int main(void) {
  int fd = dial("SILENT");
  positive(fd, "SO_RCVBUF", SOL_SOCKET, SO_RCVBUF);
  positive(fd, "SO_SNDBUF", SOL_SOCKET, SO_SNDBUF);
  positive(fd, "TCP_MAXSEG", IPPROTO_TCP, TCP_MAXSEG);
  positive(fd, "IP_TTL", IPPROTO_IP, IP_TTL);
  number(fd, "SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT, 1);
  number(fd, "SO_DONTROUTE", SOL_SOCKET, SO_DONTROUTE, 0);
  number(fd, "SO_RCVLOWAT", SOL_SOCKET, SO_RCVLOWAT, 1);
  number(fd, "SO_PRIORITY", SOL_SOCKET, SO_PRIORITY, 3);
  number(fd, "SO_TIMESTAMP", SOL_SOCKET, SO_TIMESTAMP, 0);
  number(fd, "IP_TOS", IPPROTO_IP, IP_TOS, 16);
  number(fd, "TCP_CORK", IPPROTO_TCP, TCP_CORK, 1);
  number(fd, "TCP_CORK", IPPROTO_TCP, TCP_CORK, 0);
  number(fd, "TCP_USER_TIMEOUT", IPPROTO_TCP, TCP_USER_TIMEOUT, 5000);
  number(fd, "TCP_SYNCNT", IPPROTO_TCP, TCP_SYNCNT, 3);
  number(fd, "TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE, 0);
  number(fd, "TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, 1000);
  number(fd, "IP_TTL", IPPROTO_IP, IP_TTL, 300);
  number(fd, "SO_ACCEPTCONN", SOL_SOCKET, SO_ACCEPTCONN, 1);
  number(fd, "SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL, 17);
  number(fd, "an unknown TCP option", IPPROTO_TCP, 9999, 1);
  number(fd, "an unknown IP option", IPPROTO_IP, 9999, 1);
  number(fd, "an unknown level", 9999, 1, 1);
  number(fd, "an IPv6 option", IPPROTO_IPV6, IPV6_V6ONLY, 1);
  lengths(fd);
  close(fd);
  fd = socket(AF_INET, SOCK_STREAM, 0);
  number(fd, "SO_KEEPALIVE before connect", SOL_SOCKET, SO_KEEPALIVE, 1);
  number(fd, "TCP_NODELAY before connect", IPPROTO_TCP, TCP_NODELAY, 1);
  struct addrinfo* address = peer("ECHO");
  say("connect", connect(fd, address->ai_addr, address->ai_addrlen));
  freeaddrinfo(address);
  number(fd, "SO_KEEPALIVE after connect", SOL_SOCKET, SO_KEEPALIVE, 0);
  int value = 0;
  socklen_t length = sizeof value;
  getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &length);
  printf("TCP_NODELAY is kept: %d\n", value != 0);
  close(fd);
}
