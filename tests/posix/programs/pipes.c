// SPDX-License-Identifier: MIT
// Pipes: order, capacity, ends that close.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "peer.h"

static void state(const char* when, int fd) {
  struct pollfd poller = {.fd = fd, .events = POLLIN | POLLOUT};
  long ready = poll(&poller, 1, 0);
  printf("%s: %ld %#x\n", when, ready, (unsigned)poller.revents);
}

int main(void) {
  int ends[2];
  char buffer[70000] = {0};
  say("pipe", pipe(ends));
  state("empty, reader", ends[0]);
  state("empty, writer", ends[1]);
  say("write", write(ends[1], "hello", 5));
  int available;
  ioctl(ends[0], FIONREAD, &available);
  printf("available %d\n", available);
  state("filled, reader", ends[0]);
  say("read", read(ends[0], buffer, 3));
  say("read", read(ends[0], buffer, 3));
  say("write to the reader", write(ends[0], "x", 1));
  say("read from the writer", read(ends[1], buffer, 1));
  say("send", send(ends[1], "x", 1, 0));
  say("lseek", lseek(ends[0], 0, SEEK_SET));
  struct stat status;
  fstat(ends[0], &status);
  printf("a pipe: %d\n", S_ISFIFO(status.st_mode));
  close(ends[1]);
  state("without a writer", ends[0]);
  say("read at the end", read(ends[0], buffer, 1));
  close(ends[0]);

  say("pipe2", pipe2(ends, O_NONBLOCK | O_CLOEXEC));
  say("read of nothing yet", read(ends[0], buffer, 1));
  say("write of more than fits", write(ends[1], buffer, sizeof buffer));
  say("write into a full one", write(ends[1], buffer, 1));
  state("full, writer", ends[1]);
  say("read", read(ends[0], buffer, 4096));
  state("with room, writer", ends[1]);
  signal(SIGPIPE, SIG_IGN);
  close(ends[0]);
  state("without a reader", ends[1]);
  say("write without a reader", write(ends[1], "x", 1));
  close(ends[1]);
  say("pipe2 with bad flags", pipe2(ends, 12345));
}
