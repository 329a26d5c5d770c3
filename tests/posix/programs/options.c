// SPDX-License-Identifier: MIT
// setsockopt and getsockopt: values kept, values refused.

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "peer.h"

static void get(int fd, const char* label, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  if (getsockopt(fd, level, name, &value, &length) != 0) {
    printf("%s: %s\n", label, strerror(errno));
  } else {
    printf("%s: %d, %u bytes\n", label, value, (unsigned)length);
  }
}

static void set(int fd, const char* label, int level, int name, int value) {
  printf("set %s: %s\n", label, setsockopt(fd, level, name, &value, sizeof value) ? strerror(errno) : "ok");
  get(fd, label, level, name);
}

int main(void) {
  int fd = dial("ECHO");
  printf("SO_TYPE is SOCK_STREAM: ");
  get(fd, "SO_TYPE", SOL_SOCKET, SO_TYPE);
  get(fd, "SO_DOMAIN", SOL_SOCKET, SO_DOMAIN);
  get(fd, "SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
  get(fd, "SO_ACCEPTCONN", SOL_SOCKET, SO_ACCEPTCONN);
  get(fd, "SO_ERROR", SOL_SOCKET, SO_ERROR);
  get(fd, "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY);
  set(fd, "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1);
  set(fd, "SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 5);
  set(fd, "SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 1);
  set(fd, "SO_BROADCAST", SOL_SOCKET, SO_BROADCAST, 1);
  set(fd, "SO_OOBINLINE", SOL_SOCKET, SO_OOBINLINE, 1);
  set(fd, "SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, 50000);
  set(fd, "SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, 60000);
  set(fd, "TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE, 60);
  set(fd, "TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL, 10);
  set(fd, "TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, 4);
  set(fd, "IP_TTL", IPPROTO_IP, IP_TTL, 33);
  set(fd, "SO_TYPE", SOL_SOCKET, SO_TYPE, 2);
  set(fd, "SO_ERROR", SOL_SOCKET, SO_ERROR, 0);
  set(fd, "an option that is not there", SOL_SOCKET, 9999, 1);
  struct linger linger = {.l_onoff = 1, .l_linger = 3};
  say("set SO_LINGER", setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
  memset(&linger, 0, sizeof linger);
  socklen_t length = sizeof linger;
  say("get SO_LINGER", getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &length));
  printf("%d %d, %u bytes\n", linger.l_onoff, linger.l_linger, (unsigned)length);
  say("a short value", setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &linger, 1));
  short small = -1;
  length = sizeof small;
  say("a short room", getsockopt(fd, SOL_SOCKET, SO_TYPE, &small, &length));
  printf("%d in %u bytes\n", small, (unsigned)length);
  say("of a closed one", setsockopt(99, SOL_SOCKET, SO_KEEPALIVE, &linger, sizeof linger));
  say("of no socket", setsockopt(1, SOL_SOCKET, SO_KEEPALIVE, &linger, sizeof linger));
  close(fd);
}
