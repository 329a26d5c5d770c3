// SPDX-License-Identifier: MIT
// 50 MB, then the program is gone: all of it arrives. The test asks the peer what it got.

#include "peer.h"

int main(void) {
  static unsigned char block[1000000];
  int fd = dial("SINK");
  long total = 0;
  for (int i = 0; i < 50; i++) {
    for (size_t j = 0; j < sizeof block; j++) block[j] = (unsigned char)((total + (long)j) % 251);
    ssize_t count = send(fd, block, sizeof block, 0);
    if (count != (ssize_t)sizeof block) say("send", count);
    total += count;
  }
  printf("sent %ld\n", total);
  return 0;
}
