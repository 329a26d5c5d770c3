// SPDX-License-Identifier: MIT
// The window changes its size while the program waits: SIGWINCH, and what TIOCGWINSZ says then.

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "peer.h"

static volatile sig_atomic_t changes;

static void changed(int number) {
  (void)number;
  changes++;
}

static void size(const char* when) {
  struct winsize window;
  if (ioctl(1, TIOCGWINSZ, &window) != 0) perror("TIOCGWINSZ");
  printf("%s: %d by %d\n", when, window.ws_col, window.ws_row);
  fflush(stdout);
}

int main(void) {
  size("at first, ignored until it changes");
  char line[16];
  long count = read(0, line, sizeof line);
  printf("the line came through: %ld\n", count);
  struct sigaction action = {.sa_handler = changed};
  sigaction(SIGWINCH, &action, NULL);
  size("handled from here");
  say("poll", poll(&(struct pollfd){.fd = 0, .events = POLLIN}, 1, 10000));
  size("in between");
  say("read", read(0, line, sizeof line));
  size("at last");
  printf("%d changes\n", (int)changes);
  struct winsize window = {.ws_col = 33, .ws_row = 11};
  say("TIOCSWINSZ", ioctl(0, TIOCSWINSZ, &window));
  size("set by the program");
}
