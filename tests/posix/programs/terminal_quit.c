// SPDX-License-Identifier: MIT
// Ctrl-\ ends a program that waits.

#include "peer.h"

int main(void) {
  char byte;
  puts("waiting");
  fflush(stdout);
  recv(dial("SILENT"), &byte, 1, 0);
  puts("never");
}
