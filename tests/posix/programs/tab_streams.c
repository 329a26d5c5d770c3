// SPDX-License-Identifier: MIT
// What two ends of one connection see of each other.

#include <signal.h>

#include "near.h"

static void talk(void) {
  int ends[2];
  char buffer[64];
  connected(ends);
  send_text(ends[0], "hello there");
  arrives(ends[1]);
  say("peek", recv(ends[1], buffer, 5, MSG_PEEK));
  say("recv", recv(ends[1], buffer, 5, 0));
  say("recv of the rest", recv(ends[1], buffer, sizeof buffer, 0));
  say("recv of nothing", recv(ends[1], buffer, sizeof buffer, MSG_DONTWAIT));
  say_poll("poll", ends[1], 0);
  send_text(ends[1], "one");
  send_text(ends[1], "two");
  say("recv of all", recv(ends[0], buffer, 6, MSG_WAITALL));
  printf("%.6s\n", buffer);
  say("shutdown", shutdown(ends[0], SHUT_WR));
  arrives(ends[1]);
  say("recv at the end", recv(ends[1], buffer, 1, 0));
  say_poll("poll at the end", ends[1], 0);
  send_text(ends[1], "the other way");
  arrives(ends[0]);
  say("recv the other way", recv(ends[0], buffer, sizeof buffer, 0));
  say("shutdown of the other", shutdown(ends[1], SHUT_WR));
  arrives(ends[0]);
  say_poll("poll when both have ended", ends[0], 0);
  say("getpeername", getpeername(ends[0], (struct sockaddr*)&(struct sockaddr_in){0}, &(socklen_t){16}));
  close(ends[0]);
  close(ends[1]);
}

static void ends_of(void) {
  int ends[2];
  char buffer[64];
  connected(ends);
  close(ends[1]);
  arrives(ends[0]);
  say("recv after a close", recv(ends[0], buffer, 1, 0));
  say("the first send", send(ends[0], "x", 1, MSG_NOSIGNAL));
  usleep(20000);
  say("the second send", send(ends[0], "x", 1, MSG_NOSIGNAL));
  say("recv", recv(ends[0], buffer, 1, 0));
  close(ends[0]);

  connected(ends);
  send_text(ends[0], "unread");
  arrives(ends[1]);
  close(ends[1]);
  usleep(20000);
  say_poll("poll after a close with bytes unread", ends[0], 0);
  say("recv", recv(ends[0], buffer, 1, 0));
  say("recv again", recv(ends[0], buffer, 1, 0));
  say("send", send(ends[0], "x", 1, MSG_NOSIGNAL));
  close(ends[0]);

  connected(ends);
  struct linger none = {.l_onoff = 1, .l_linger = 0};
  setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &none, sizeof none);
  send_text(ends[1], "lost or not");
  close(ends[1]);
  usleep(20000);
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(ends[0], SOL_SOCKET, SO_ERROR, &error, &length);
  printf("SO_LINGER of 0 resets: %s\n", strerror(error));
  say("send", send(ends[0], "x", 1, MSG_NOSIGNAL));
  close(ends[0]);

  connected(ends);
  send_text(ends[0], "the last words");
  close(ends[0]);
  arrives(ends[1]);
  say("what was sent before a close arrives", recv(ends[1], buffer, sizeof buffer, 0));
  say("and then the end", recv(ends[1], buffer, sizeof buffer, 0));
  close(ends[1]);

  connected(ends);
  say("shutdown of reading", shutdown(ends[1], SHUT_RD));
  say("recv", recv(ends[1], buffer, 1, 0));
  close(ends[0]);
  close(ends[1]);

  connected(ends);
  signal(SIGPIPE, SIG_IGN);
  shutdown(ends[0], SHUT_WR);
  say("write after shutdown", write(ends[0], "x", 1));
  close(ends[0]);
  close(ends[1]);
}

/// Much, both ways at once, by poll alone.
static void bulk(void) {
  enum { TOTAL = 5000000 };
  static char block[70000];
  for (size_t i = 0; i < sizeof block; i++) block[i] = (char)(i * 7);
  int ends[2];
  connected(ends);
  long sent[2] = {0, 0};
  long got[2] = {0, 0};
  unsigned sums[2] = {0, 0};
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFL, O_NONBLOCK);
  while (got[0] < TOTAL || got[1] < TOTAL) {
    struct pollfd both[2];
    for (int i = 0; i < 2; i++) {
      both[i].fd = ends[i];
      both[i].events = (short)(POLLIN | (sent[i] < TOTAL ? POLLOUT : 0));
    }
    if (poll(both, 2, 5000) <= 0) break;
    for (int i = 0; i < 2; i++) {
      if (both[i].revents & POLLOUT) {
        size_t offset = (size_t)sent[i] % sizeof block;
        size_t size = sizeof block - offset;
        if ((long)size > TOTAL - sent[i]) size = (size_t)(TOTAL - sent[i]);
        ssize_t count = send(ends[i], block + offset, size, 0);
        if (count > 0) sent[i] += count;
      }
      if (both[i].revents & POLLIN) {
        static char in[50000];
        ssize_t count = recv(ends[i], in, sizeof in, 0);
        for (ssize_t k = 0; k < count; k++) sums[i] = sums[i] * 31 + (unsigned char)in[k];
        if (count > 0) got[i] += count;
      }
    }
  }
  printf("sent %ld and %ld, got %ld and %ld, sums %s\n", sent[0], sent[1], got[0], got[1],
         sums[0] == sums[1] ? "equal" : "differ");
  printf("%u\n", sums[0]);
  close(ends[0]);
  close(ends[1]);
}

static void back_pressure(void) {
  static char block[65536];
  int ends[2];
  connected(ends);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  long total = 0;
  for (;;) {
    ssize_t count = send(ends[0], block, sizeof block, 0);
    if (count < 0) break;
    total += count;
  }
  printf("a full connection: %s, more than 64 KiB: %d, less than 64 MiB: %d\n", strerror(errno),
         total > 65536, total < 67108864);
  say_poll("it is not writable", ends[0], 20);
  long got = 0;
  while (got < total) {
    ssize_t count = recv(ends[1], block, sizeof block, 0);
    if (count <= 0) break;
    got += count;
  }
  printf("all of it arrives: %d\n", got == total);
  struct pollfd one = {.fd = ends[0], .events = POLLOUT};
  printf("and it is writable again: %d\n", poll(&one, 1, 2000));
  struct timeval limit = {.tv_usec = 50000};
  setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  double start = now();
  say("recv with a time limit", recv(ends[1], block, 1, 0));
  say_elapsed("it ends", start, 49, 2000);
  close(ends[0]);
  close(ends[1]);
}

int main(void) {
  talk();
  ends_of();
  bulk();
  back_pressure();
}
