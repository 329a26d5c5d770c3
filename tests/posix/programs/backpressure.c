// SPDX-License-Identifier: MIT
// A peer that does not read holds the sender back; when it reads again, the sender goes on and nothing is
// lost.

#include <fcntl.h>
#include <poll.h>

#include "both_ends.h"

static char block[65536];

/// Sends until nothing has been taken for a while.
static long fill(int fd) {
  long total = 0;
  struct pollfd poller = {.fd = fd, .events = POLLOUT};
  while (poll(&poller, 1, 300) == 1) {
    ssize_t count = send(fd, block, sizeof block, MSG_NOSIGNAL);
    if (count > 0) total += count;
  }
  return total;
}

int main(void) {
  int fd = dial("UNREAD");
  fcntl(fd, F_SETFL, O_NONBLOCK);
  long total = fill(fd);
  printf("a bounded amount was taken: %d\n", total > 10000 && total < 64000000);
  while (send(fd, block, 1, MSG_NOSIGNAL) == 1) continue;
  say("send", send(fd, block, 1, MSG_NOSIGNAL));
  say("write", write(fd, block, 1));
  struct pollfd poller = {.fd = fd, .events = POLLIN | POLLOUT};
  say("poll", poll(&poller, 1, 50));
  fcntl(fd, F_SETFL, 0);
  say("send with MSG_DONTWAIT", send(fd, block, 1, MSG_DONTWAIT | MSG_NOSIGNAL));
  close(fd);

  struct both_ends ends = open_both("backpressure");
  fcntl(ends.left, F_SETFL, O_NONBLOCK);
  total = fill(ends.left);
  printf("the other end holds back: %d\n", total > 10000 && total < 64000000);
  shutdown(ends.left, SHUT_WR);
  long received = 0, count;
  while ((count = recv(ends.right, block, sizeof block, 0)) > 0) received += count;
  printf("all arrived: %d, then %ld\n", received == total, count);
  close(ends.left);
  close(ends.right);

  ends = open_both("again");
  fcntl(ends.left, F_SETFL, O_NONBLOCK);
  total = fill(ends.left);
  received = 0;
  poller = (struct pollfd){.fd = ends.left, .events = POLLOUT};
  while (received < total && (count = recv(ends.right, block, sizeof block, 0)) > 0) received += count;
  say("writable again", poll(&poller, 1, 5000));
  say("send", send(ends.left, "end", 3, 0));
  say("recv", recv(ends.right, block, 3, MSG_WAITALL));
  printf("in order: %d\n", received == total && memcmp(block, "end", 3) == 0);
}
