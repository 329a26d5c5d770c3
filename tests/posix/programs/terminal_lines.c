// SPDX-License-Identifier: MIT
// A terminal in its usual mode: lines, echo, erasing, end of file, and what isatty and the window size say.

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "peer.h"

int main(void) {
  printf("isatty %d %d %d\n", isatty(0), isatty(1), isatty(2));
  struct winsize size;
  say("TIOCGWINSZ", ioctl(0, TIOCGWINSZ, &size));
  printf("%d columns, %d rows\n", size.ws_col, size.ws_row);
  struct termios termios;
  say("tcgetattr", tcgetattr(0, &termios));
  printf("ICANON %d ECHO %d ISIG %d ICRNL %d ONLCR %d\n", (termios.c_lflag & ICANON) != 0,
         (termios.c_lflag & ECHO) != 0, (termios.c_lflag & ISIG) != 0, (termios.c_iflag & ICRNL) != 0,
         (termios.c_oflag & ONLCR) != 0);
  printf("keys %d %d %d %d %d\n", termios.c_cc[VINTR], termios.c_cc[VERASE], termios.c_cc[VKILL],
         termios.c_cc[VEOF], termios.c_cc[VWERASE]);
  char line[64];
  for (int i = 0;; i++) {
    printf("%d> ", i);
    fflush(stdout);
    if (i == 2) {
      struct pollfd poller = {.fd = 0, .events = POLLIN};
      say("poll", poll(&poller, 1, 10000));
    }
    ssize_t count = read(0, line, i == 3 ? 3 : sizeof line);
    printf("%zd [", count);
    for (ssize_t j = 0; j < count; j++) printf(line[j] == '\n' ? "\\n" : "%c", line[j]);
    printf("]\n");
    fflush(stdout);
    if (count <= 0) break;
  }
  puts("now with stdio");
  while (fgets(line, sizeof line, stdin)) printf("(%s)", line);
  puts("end");
}
