// SPDX-License-Identifier: MIT
// Raw mode: bytes as they are typed, VMIN and VTIME, and back again.

#include <termios.h>

#include "peer.h"

int main(void) {
  struct termios usual, raw;
  tcgetattr(0, &usual);
  raw = usual;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
  raw.c_iflag &= ~(tcflag_t)ICRNL;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  say("tcsetattr", tcsetattr(0, TCSANOW, &raw));
  puts("ready");
  fflush(stdout);
  unsigned char byte;
  do {
    if (read(0, &byte, 1) != 1) break;
    printf("<%d>", byte);
    fflush(stdout);
  } while (byte != 'q');
  raw.c_cc[VMIN] = 0;
  tcsetattr(0, TCSANOW, &raw);
  printf("\n");
  say("read of nothing with VMIN 0", read(0, &byte, 1));
  raw.c_cc[VTIME] = 1;
  tcsetattr(0, TCSANOW, &raw);
  double start = now();
  say("read of nothing with VTIME 1", read(0, &byte, 1));
  say_elapsed("it", start, 95, 500);
  say("tcsetattr", tcsetattr(0, TCSAFLUSH, &usual));
  puts("usual");
  fflush(stdout);
  char line[32];
  long count = read(0, line, sizeof line);
  printf("%ld %.*s", count, (int)count, line);
}
