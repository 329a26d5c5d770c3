// SPDX-License-Identifier: MIT
// A write to a pipe that nobody reads ends the program.

#include "peer.h"

int main(void) {
  int ends[2];
  say("pipe", pipe(ends));
  close(ends[0]);
  say("write", write(ends[1], "x", 1));
  puts("never");
}
