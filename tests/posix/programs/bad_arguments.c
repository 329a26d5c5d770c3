// SPDX-License-Identifier: MIT
// Calls that cannot work, and the errors they give.

#include <fcntl.h>
#include <netinet/in.h>

#include "peer.h"

int main(void) {
  say("socket of no family", socket(99, SOCK_STREAM, 0));
  say("socket of type 0", socket(AF_INET, 0, 0));
  say("socket of type 99", socket(AF_INET, 99, 0));
  say("socket with a protocol of another type", socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
  say("socket with unknown flags", socket(AF_INET, SOCK_STREAM | 0x100000, 0));
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(1)};
  say("connect of a closed one", connect(99, (struct sockaddr*)&name, sizeof name));
  say("connect of a file", connect(0, (struct sockaddr*)&name, sizeof name));
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  say("connect to half an address", connect(fd, (struct sockaddr*)&name, 8));
  say("connect to an empty one", connect(fd, (struct sockaddr*)&name, 0));
  name.sin_family = AF_INET6;
  say("connect to another family", connect(fd, (struct sockaddr*)&name, sizeof name));
  char buffer[4];
  say("recv", recv(fd, buffer, 4, 0));
  say("send", send(fd, buffer, 4, MSG_NOSIGNAL));
  say("shutdown", shutdown(fd, SHUT_WR));
  socklen_t length = sizeof name;
  say("getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  say("accept", accept(fd, NULL, NULL));
  say("accept of a closed one", accept(99, NULL, NULL));
  say("accept4 of a file", accept4(0, NULL, NULL, SOCK_CLOEXEC));
  say("listen of a file", listen(0, 1));
  say("bind of a closed one", bind(99, (struct sockaddr*)&name, sizeof name));
  say("getsockname of a file", getsockname(0, (struct sockaddr*)&name, &length));
  say("shutdown of a closed one", shutdown(99, SHUT_WR));
  say("recv of a file", recv(0, buffer, 4, 0));
  say("send of a closed one", send(99, buffer, 4, 0));
  say("sendto of a file", sendto(0, buffer, 4, 0, (struct sockaddr*)&name, sizeof name));
  say("lseek of a socket", lseek(fd, 0, SEEK_SET));
  say("getdents of a socket", openat(fd, "x", O_RDONLY));
  say("socketpair of AF_INET", socketpair(AF_INET, SOCK_STREAM, 0, (int[2]){0}));
  say("mkdir of nothing", close(fd));
}
