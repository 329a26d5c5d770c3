// SPDX-License-Identifier: MIT
// Copies of a descriptor: the connection lives as long as the last of them, and a shutdown meets them all.

#include <fcntl.h>
#include <poll.h>

#include "both_ends.h"

static void peer_sees(const char* when, int fd) {
  struct pollfd poller = {.fd = fd, .events = POLLIN | POLLRDHUP};
  poll(&poller, 1, 200);
  char buffer[16];
  long count = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
  printf("%s: ", when);
  say("peer", count);
}

int main(void) {
  struct both_ends ends = open_both("dup");
  int copy = dup(ends.left);
  close(ends.left);
  peer_sees("the original is closed", ends.right);
  send_text(copy, "alive");
  peer_sees("the copy sends", ends.right);
  int other = fcntl(copy, F_DUPFD, 50);
  printf("at least 50: %d\n", other >= 50);
  close(copy);
  peer_sees("the copy is closed", ends.right);
  close(other);
  peer_sees("the last is closed", ends.right);
  close(ends.right);

  ends = open_both("shutdown");
  copy = dup(ends.left);
  shutdown(copy, SHUT_WR);
  say("send by the original", send(ends.left, "x", 1, MSG_NOSIGNAL));
  peer_sees("shut down by the copy", ends.right);
  send_text(ends.right, "answer");
  char buffer[16];
  say("recv by the original", recv(ends.left, buffer, 3, MSG_WAITALL));
  say("recv by the copy", recv(copy, buffer, 3, MSG_WAITALL));
  close(copy);
  close(ends.left);
  close(ends.right);

  ends = open_both("over");
  int nothing = open("/dev/null", O_RDWR);
  say("dup2 over a socket", dup2(nothing, ends.left) == ends.left);
  peer_sees("replaced", ends.right);
  say("send on what was a socket", send(ends.left, "x", 1, 0));
  say("write", write(ends.left, "x", 1));
  close(ends.left);
  close(nothing);
  close(ends.right);

  // A number that is used again belongs to the new connection only.
  ends = open_both("old");
  send_text(ends.right, "for the old one");
  struct pollfd poller = {.fd = ends.left, .events = POLLIN};
  poll(&poller, 1, 2000);
  int number = ends.left;
  close(ends.left);
  int fresh = dial("ECHO");
  printf("the same number: %d\n", fresh == number);
  say("nothing to read", recv(fresh, buffer, sizeof buffer, MSG_DONTWAIT));
  send_text(fresh, "new");
  say("recv", recv(fresh, buffer, 3, MSG_WAITALL));
  printf("%.3s\n", buffer);
}
