// SPDX-License-Identifier: MIT
// A signal handler that wakes the poll loop through a pipe, and a pipe as a queue between parts of a program.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include "peer.h"

static int ends[2];

static void wake(int number) {
  int saved = errno;
  char byte = (char)number;
  if (write(ends[1], &byte, 1) != 1) _exit(9);
  errno = saved;
}

int main(void) {
  say("pipe2", pipe2(ends, O_CLOEXEC | O_NONBLOCK));
  signal(SIGUSR1, wake);
  int fd = dial("ECHO");
  struct pollfd pollers[2] = {{.fd = ends[0], .events = POLLIN}, {.fd = fd, .events = POLLIN}};
  raise(SIGUSR1);
  say("poll", poll(pollers, 2, 5000));
  char byte;
  say("read", read(ends[0], &byte, 1));
  printf("%d\n", byte == SIGUSR1);
  say("drained", read(ends[0], &byte, 1));
  send_text(fd, "x");
  say("poll", poll(pollers, 2, 5000));
  printf("%d %d\n", pollers[0].revents != 0, pollers[1].revents != 0);

  FILE* in = fdopen(ends[0], "r");
  FILE* out = fdopen(ends[1], "w");
  fprintf(out, "a line\nand the rest");
  fclose(out);
  char line[32];
  fcntl(ends[0], F_SETFL, 0);
  printf("%s", fgets(line, sizeof line, in));
  printf("%s", fgets(line, sizeof line, in));
  printf(", feof %d\n", feof(in) != 0);
  fclose(in);

  static char block[100000];
  say("pipe2", pipe2(ends, O_NONBLOCK));
  long total = 0, count, read_back = 0;
  while ((count = write(ends[1], block, 4096)) > 0) total += count;
  printf("fit by pages: %ld\n", total);
  while ((count = read(ends[0], block, 700)) > 0) read_back += count;
  printf("%ld\n", read_back);
  say("a large write", write(ends[1], block, sizeof block));
  say("a large read", read(ends[0], block, sizeof block));
  int copy = dup(ends[1]);
  close(ends[1]);
  say("one writer is left", read(ends[0], block, 1));
  close(copy);
  say("none is left", read(ends[0], block, 1));
}
