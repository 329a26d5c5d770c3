// SPDX-License-Identifier: MIT
// Linear memory that grows between and beside calls leaves no call with a stale view of it.

#include "peer.h"

int main(void) {
  long total = 0, wrong = 0;
  int fd = dial("CHARGEN");
  send_text(fd, "4000000\n");
  for (size_t size = 1000;; size = size < 4000000 ? size * 2 : size) {
    unsigned char* buffer = malloc(size);  // kept, so that memory has to grow
    if (!buffer) break;
    ssize_t count = recv(fd, buffer, size, 0);
    if (count <= 0) break;
    for (ssize_t i = 0; i < count; i++) wrong += buffer[i] != (total + i) % 251;
    total += count;
  }
  printf("%ld bytes, %ld wrong\n", total, wrong);
  close(fd);

  fd = dial("ECHO");
  char* large = malloc(40000000);
  memset(large, 'y', 40000000);
  send_text(fd, "still here");
  say("recv", recv(fd, large + 39999000, 1000, 0));
  printf("%.10s\n", large + 39999000);
  free(large);
  close(fd);
}
