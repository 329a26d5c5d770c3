// SPDX-License-Identifier: MIT
// abort ends a program with SIGABRT, and no exit handler runs.

#include "peer.h"

static void never(void) {
  puts("an exit handler");
}

int main(void) {
  atexit(never);
  puts("before");
  fflush(stdout);
  abort();
}
