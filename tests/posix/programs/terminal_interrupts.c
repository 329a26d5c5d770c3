// SPDX-License-Identifier: MIT
// Ctrl-C: a handler runs while a call waits, memory grows in it, the call goes on or gives EINTR; then the
// default ends us.

#include <poll.h>
#include <signal.h>

#include "peer.h"

static volatile sig_atomic_t interrupts;
static char* kept[8];

static void handle(int number) {
  (void)number;
  kept[interrupts] = malloc(20000000);  // not safe after any call, but the waiting ones here hold no lock
  if (kept[interrupts]) memset(kept[interrupts], 1, 20000000);
  interrupts++;
}

int main(void) {
  char line[64];
  signal(SIGINT, handle);  // with SA_RESTART, as signal() has it
  puts("one");
  fflush(stdout);
  long count = read(0, line, sizeof line);
  printf("%.*s%d interrupts\n", (int)count, line, (int)interrupts);

  struct sigaction action = {.sa_handler = handle};
  sigaction(SIGINT, &action, NULL);
  puts("two");
  fflush(stdout);
  say("read", read(0, line, sizeof line));
  puts("three");
  fflush(stdout);
  say("poll", poll(NULL, 0, 10000));
  int fd = dial("SILENT");
  puts("four");
  fflush(stdout);
  say("recv", recv(fd, line, sizeof line, 0));
  puts("five");
  fflush(stdout);
  struct timespec time = {.tv_sec = 10}, left = {0};
  say("nanosleep", nanosleep(&time, &left));
  printf("time is left: %d\n", left.tv_sec >= 5 && left.tv_sec < 10);
  printf("%d interrupts\n", (int)interrupts);
  signal(SIGINT, SIG_DFL);
  puts("six");
  fflush(stdout);
  recv(fd, line, sizeof line, 0);
  puts("never");
}
