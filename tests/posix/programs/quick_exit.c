// SPDX-License-Identifier: MIT
// _exit leaves at once: nothing is flushed, no handler runs; what was sent still arrives.

#include "peer.h"

static void never(void) {
  puts("an exit handler");
}

int main(void) {
  atexit(never);
  printf("flushed\n");
  fflush(stdout);
  printf("lost");
  send_text(dial("ECHO"), "left open");
  _exit(7);
}
