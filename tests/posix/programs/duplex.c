// SPDX-License-Identifier: MIT
// Both ends of one connection in one program: single bytes to and fro, bulk in both directions at once, ends.

#include <fcntl.h>
#include <poll.h>

#include "both_ends.h"

enum { BULK = 2000000 };

static void ping_pong(const struct both_ends* ends) {
  int wrong = 0;
  for (int i = 0; i < 200; i++) {
    char out = (char)i, in = 0;
    if (send(ends->left, &out, 1, 0) != 1 || recv(ends->right, &in, 1, 0) != 1 || in != out) wrong++;
    if (send(ends->right, &in, 1, 0) != 1 || recv(ends->left, &out, 1, 0) != 1 || in != out) wrong++;
  }
  printf("400 single bytes, %d wrong\n", wrong);
}

struct flow {
  int fd;
  long sent, received, wrong;
};

static void step(struct flow* flow, short events) {
  unsigned char block[30000];
  if (events & POLLOUT && flow->sent < BULK) {
    long size = BULK - flow->sent < 30000 ? BULK - flow->sent : 30000;
    for (long i = 0; i < size; i++) block[i] = (unsigned char)((flow->sent + i) % 241);
    ssize_t count = send(flow->fd, block, (size_t)size, MSG_NOSIGNAL);
    if (count > 0) flow->sent += count;
    if (flow->sent == BULK) shutdown(flow->fd, SHUT_WR);
  }
  if (events & POLLIN) {
    ssize_t count = recv(flow->fd, block, sizeof block, 0);
    for (long i = 0; i < count; i++) flow->wrong += block[i] != (flow->received + i) % 241;
    if (count > 0) flow->received += count;
  }
}

static void bulk(const struct both_ends* ends) {
  struct flow flows[2] = {{.fd = ends->left}, {.fd = ends->right}};
  for (int i = 0; i < 2; i++) fcntl(flows[i].fd, F_SETFL, O_NONBLOCK);
  while (flows[0].received < BULK || flows[1].received < BULK) {
    struct pollfd pollers[2];
    for (int i = 0; i < 2; i++) {
      pollers[i].fd = flows[i].fd;
      pollers[i].events =
          (short)((flows[i].sent < BULK ? POLLOUT : 0) | (flows[i].received < BULK ? POLLIN : 0));
    }
    if (poll(pollers, 2, 10000) <= 0) {
      puts("poll gave up");
      return;
    }
    for (int i = 0; i < 2; i++) step(&flows[i], pollers[i].revents);
  }
  for (int i = 0; i < 2; i++) printf("%ld bytes each way, %ld wrong\n", flows[i].received, flows[i].wrong);
  for (int i = 0; i < 2; i++) {
    char byte;
    fcntl(flows[i].fd, F_SETFL, 0);
    say("recv at the end", recv(flows[i].fd, &byte, 1, 0));
  }
}

static void half_closes(void) {
  struct both_ends ends = open_both("halves");
  char text[32] = {0};
  send_text(ends.left, "last words");
  shutdown(ends.left, SHUT_WR);
  say("recv", recv(ends.right, text, sizeof text, MSG_WAITALL));
  puts(text);
  say("recv at the end", recv(ends.right, text, sizeof text, 0));
  send_text(ends.right, "the other way is open");
  say("recv", recv(ends.left, text, 21, MSG_WAITALL));
  puts(text);
  close(ends.right);
  say("recv after the close", recv(ends.left, text, sizeof text, 0));
  close(ends.left);
}

int main(void) {
  struct both_ends ends = open_both("duplex");
  ping_pong(&ends);
  bulk(&ends);
  close(ends.left);
  close(ends.right);
  half_closes();
}
