// SPDX-License-Identifier: MIT
// SIGPIPE ignored, handled and avoided; signals raised by the program itself.

#include <signal.h>

#include "peer.h"

static volatile sig_atomic_t handled;

static void handle(int number) {
  handled = number;
}

int main(void) {
  int fd = dial("SILENT");
  shutdown(fd, SHUT_WR);
  say("send with MSG_NOSIGNAL", send(fd, "x", 1, MSG_NOSIGNAL));
  signal(SIGPIPE, SIG_IGN);
  say("send with the signal ignored", send(fd, "x", 1, 0));
  say("write with the signal ignored", write(fd, "x", 1));
  signal(SIGPIPE, handle);
  say("send with the signal handled", send(fd, "x", 1, 0));
  printf("SIGPIPE was handled: %d\n", handled == SIGPIPE);
  signal(SIGUSR1, handle);
  raise(SIGUSR1);
  printf("SIGUSR1 was handled: %d\n", handled == SIGUSR1);
  close(fd);
}
