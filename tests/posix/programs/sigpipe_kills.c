// SPDX-License-Identifier: MIT
// A write into a connection that is gone ends a program that did not ask to be spared.

#include <poll.h>

#include "peer.h"

int main(void) {
  int fd = dial("SILENT");
  shutdown(fd, SHUT_WR);
  puts("before");
  fflush(stdout);
  send(fd, "x", 1, 0);
  puts("never");
}
