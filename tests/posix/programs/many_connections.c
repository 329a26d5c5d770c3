// SPDX-License-Identifier: MIT
// A hundred connections one after the other, sixty at the same time, and one slow peer that delays nobody.

#include <poll.h>

#include "peer.h"

static int exchange(int fd, int number) {
  char text[32], answer[32] = {0};
  int size = snprintf(text, sizeof text, "number %d", number);
  send_text(fd, text);
  return recv(fd, answer, (size_t)size, MSG_WAITALL) == size && strcmp(text, answer) == 0;
}

/// Reads several peers of different speed in one loop until all but the endless ones have ended.
static void different_speeds(void) {
  enum { DRIP, CHARGEN, SLOW, SILENT, COUNT };
  const char* const names[COUNT] = {"DRIP", "CHARGEN", "SLOW", "SILENT"};
  const char* const requests[COUNT] = {"300\n", "500000\n", "\n", "hello\n"};
  struct pollfd pollers[COUNT];
  long received[COUNT] = {0};
  for (int i = 0; i < COUNT; i++) {
    pollers[i] = (struct pollfd){.fd = dial(names[i]), .events = POLLIN};
    send_text(pollers[i].fd, requests[i]);
  }
  int open = 2, rounds = 0;
  while (open > 0 && rounds++ < 100000 && poll(pollers, COUNT, 10000) > 0) {
    for (int i = 0; i < COUNT; i++) {
      if (!pollers[i].revents) continue;
      char buffer[3000];
      ssize_t count = recv(pollers[i].fd, buffer, sizeof buffer, 0);
      if (count > 0) received[i] += count;
      if (count > 0) continue;
      if (i <= CHARGEN) open--;
      close(pollers[i].fd);
      pollers[i].fd = -1;
    }
  }
  printf("drip %ld, chargen %ld\n", received[DRIP], received[CHARGEN]);
  printf("slow said something: %d, silent %ld\n", received[SLOW] > 0, received[SILENT]);
  close(pollers[SLOW].fd);
  close(pollers[SILENT].fd);
}

int main(void) {
  int good = 0;
  for (int i = 0; i < 100; i++) {
    int fd = dial("ECHO");
    good += exchange(fd, i);
    close(fd);
  }
  printf("one after the other: %d\n", good);
  int fds[60];
  for (int i = 0; i < 60; i++) fds[i] = dial("ECHO");
  good = 0;
  for (int i = 59; i >= 0; i--) good += exchange(fds[i], i);
  for (int i = 0; i < 60; i += 2) close(fds[i]);
  for (int i = 1; i < 60; i += 2) good += exchange(fds[i], i);
  for (int i = 1; i < 60; i += 2) close(fds[i]);
  printf("at the same time: %d\n", good);
  different_speeds();
}
