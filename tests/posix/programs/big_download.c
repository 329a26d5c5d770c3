// SPDX-License-Identifier: MIT
// 60 MB from a fast peer into three buffers a call, nothing lost and nothing out of order.

#include <sys/uio.h>

#include "peer.h"

enum { TOTAL = 60000000 };

int main(void) {
  static unsigned char first[1000], second[60000], third[7];
  struct iovec parts[3] = {{first, sizeof first}, {second, sizeof second}, {third, sizeof third}};
  int fd = dial("CHARGEN");
  send_text(fd, "60000000\n");
  long total = 0, wrong = 0;
  for (;;) {
    ssize_t count = readv(fd, parts, 3);
    if (count < 0) perror("readv");
    if (count <= 0) break;
    long left = count;
    for (int i = 0; i < 3 && left > 0; i++) {
      long size = left < (long)parts[i].iov_len ? left : (long)parts[i].iov_len;
      const unsigned char* bytes = parts[i].iov_base;
      for (long j = 0; j < size; j++) wrong += bytes[j] != (total + j) % 251;
      total += size;
      left -= size;
    }
  }
  printf("%ld of %d bytes, %ld wrong\n", total, TOTAL, wrong);
  close(fd);
}
