// SPDX-License-Identifier: MIT
// What the page cannot do yet answers with an error that says so (the expected output is not Linux's).

#include <netinet/in.h>

#include "peer.h"

int main(void) {
  struct sockaddr_in name = {
      .sin_family = AF_INET, .sin_port = htons(4000), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  say("bind", bind(fd, (struct sockaddr*)&name, sizeof name));
  say("listen", listen(fd, 5));
  say("accept", accept(fd, NULL, NULL));
  say("connect to the tab's own loopback", connect(fd, (struct sockaddr*)&name, sizeof name));
  name.sin_addr.s_addr = 0;
  say("connect to 0.0.0.0", connect(fd, (struct sockaddr*)&name, sizeof name));
  say("UDP", socket(AF_INET, SOCK_DGRAM, 0));
  say("AF_UNIX", socket(AF_UNIX, SOCK_STREAM, 0));
  say("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){0}));
}
