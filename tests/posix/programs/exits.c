// SPDX-License-Identifier: MIT
// exit from deep inside: handlers run, buffers are flushed, the status is passed on.

#include "peer.h"

static void first(void) {
  puts("first handler");
}
static void second(void) {
  puts("second handler");
}

static void deep(int level) {
  if (level == 0) exit(300 + 3);
  deep(level - 1);
  puts("never");
}

int main(int argc, char* argv[]) {
  atexit(first);
  atexit(second);
  printf("%d arguments:", argc - 1);
  for (int i = 1; i < argc; i++) printf(" [%s]", argv[i]);
  printf("\nno newline at the end");
  send_text(dial("ECHO"), "left open");
  deep(20);
}
