// SPDX-License-Identifier: MIT
// Reads that are smaller and larger than the messages the bytes came in, down to one byte each.

#include "peer.h"

static void pattern(const char* name, const char* request, long expected, size_t size) {
  unsigned char buffer[5000];
  int fd = dial(name);
  send_text(fd, request);
  long total = 0, wrong = 0;
  for (;;) {
    ssize_t count = recv(fd, buffer, size, 0);
    if (count < 0) perror("recv");
    if (count <= 0) break;
    if ((size_t)count > size) wrong += 1000;
    for (ssize_t i = 0; i < count; i++) wrong += buffer[i] != (total + i) % 251;
    total += count;
  }
  printf("%s by %zu: %ld of %ld bytes, %ld wrong\n", name, size, total, expected, wrong);
  say("recv after the end", recv(fd, buffer, size, 0));
  close(fd);
}

int main(void) {
  pattern("DRIP", "500\n", 500, 1);
  pattern("DRIP", "500\n", 500, 7);
  pattern("DRIP", "500\n", 500, 5000);
  pattern("CHARGEN", "70000\n", 70000, 1);
  pattern("CHARGEN", "700000\n", 700000, 333);
  pattern("CHARGEN", "3000000\n", 3000000, 5000);
}
