// SPDX-License-Identifier: MIT
/// Two connections that a scripted peer joins byte for byte: a program that talks to itself over the network.
#ifndef PORTHOLE_TESTS_POSIX_BOTH_ENDS_H
#define PORTHOLE_TESTS_POSIX_BOTH_ENDS_H

#include <sys/time.h>

#include "peer.h"

struct both_ends {
  int left, right;
};

/// Opens the pair of this name; what is sent on one end arrives at the other.
static inline struct both_ends open_both(const char* name) {
  struct timeval clock;
  gettimeofday(&clock, NULL);
  char request[64];
  int size =
      snprintf(request, sizeof request, "pair %s-%ld-%ld\n", name, (long)clock.tv_sec, (long)clock.tv_usec);
  struct both_ends ends = {dial("PAIR"), dial("PAIR")};
  const int fds[2] = {ends.left, ends.right};
  for (int i = 0; i < 2; i++) {
    if (send(fds[i], request, (size_t)size, 0) != size) perror("send");
  }
  for (int i = 0; i < 2; i++) {
    char answer[3];
    if (recv(fds[i], answer, 3, MSG_WAITALL) != 3 || memcmp(answer, "ok\n", 3) != 0)
      puts("the peer does not join");
  }
  return ends;
}

#endif
