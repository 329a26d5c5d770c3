// SPDX-License-Identifier: MIT
// Many connections at once in one poll loop.

#include <poll.h>

#include "peer.h"

enum { COUNT = 20, ROUNDS = 5 };

int main(void) {
  struct pollfd all[COUNT];
  int rounds[COUNT] = {0};
  for (int i = 0; i < COUNT; i++) {
    all[i] = (struct pollfd){.fd = dial("ECHO"), .events = POLLIN};
    char text[32];
    snprintf(text, sizeof text, "%d:0", i);
    send_text(all[i].fd, text);
  }
  int done = 0, wrong = 0;
  while (done < COUNT) {
    if (poll(all, COUNT, 5000) <= 0) {
      puts("poll gave up");
      return 1;
    }
    for (int i = 0; i < COUNT; i++) {
      if (!(all[i].revents & POLLIN)) continue;
      char text[32], expected[32];
      ssize_t count = recv(all[i].fd, text, sizeof text, 0);
      int length = snprintf(expected, sizeof expected, "%d:%d", i, rounds[i]);
      wrong += count != length || memcmp(text, expected, (size_t)length) != 0;
      if (++rounds[i] == ROUNDS) {
        close(all[i].fd);
        all[i].fd = -1;
        done++;
      } else {
        snprintf(text, sizeof text, "%d:%d", i, rounds[i]);
        send_text(all[i].fd, text);
      }
    }
  }
  printf("%d connections, %d rounds, %d wrong\n", COUNT, ROUNDS, wrong);
}
