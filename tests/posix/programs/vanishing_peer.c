// SPDX-License-Identifier: MIT
// A peer that resets the connection: in a wait, after data, while we send, and what each later call says.

#include <poll.h>
#include <signal.h>

#include "both_ends.h"

static int error_of(int fd) {
  int error = -1;
  socklen_t length = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  return error;
}

/// An end of a connection whose other end has just been reset.
static int reset_end(const char* name) {
  struct both_ends ends = open_both(name);
  struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(ends.right, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(ends.right);
  struct pollfd poller = {.fd = ends.left, .events = 0};
  printf("%s: ", name);
  say("poll", poll(&poller, 1, 5000));
  return ends.left;
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  char buffer[64];
  int fd = dial("RESET");
  send_text(fd, "100\n");
  long total = 0, count;
  while ((count = recv(fd, buffer, sizeof buffer, 0)) > 0) total += count;
  printf("%ld bytes, ", total);
  say("then recv", count);
  say("recv", recv(fd, buffer, 1, 0));
  say("write", write(fd, "x", 1));
  printf("SO_ERROR: %s\n", strerror(error_of(fd)));
  close(fd);

  fd = reset_end("write-first");
  say("write", write(fd, "x", 1));
  say("write again", write(fd, "x", 1));
  say("read", read(fd, buffer, 1));
  close(fd);

  fd = reset_end("so-error-first");
  printf("SO_ERROR: %s\n", strerror(error_of(fd)));
  printf("SO_ERROR: %s\n", strerror(error_of(fd)));
  say("read", read(fd, buffer, 1));
  say("write", write(fd, "x", 1));
  struct sockaddr_storage name;
  socklen_t length = sizeof name;
  say("getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  say("shutdown", shutdown(fd, SHUT_RDWR));
  close(fd);

  fd = reset_end("peek");
  say("peek", recv(fd, buffer, 1, MSG_PEEK));
  say("recv with MSG_DONTWAIT", recv(fd, buffer, 1, MSG_DONTWAIT));
  close(fd);

  fd = reset_end("reconnect");
  printf("SO_ERROR: %s\n", strerror(error_of(fd)));
  struct addrinfo* address = peer("ECHO");
  say("connect", connect(fd, address->ai_addr, address->ai_addrlen));
  send_text(fd, "y");
  say("recv", recv(fd, buffer, 1, 0));
  close(fd);
  freeaddrinfo(address);
}
