// SPDX-License-Identifier: MIT
// select and poll over everything at once: a host outside, this host, datagrams, Unix sockets and a pipe.

#include <sys/select.h>

#include "near.h"

static int readable(const int* fds, int count) {
  fd_set set;
  FD_ZERO(&set);
  int most = 0;
  for (int i = 0; i < count; i++) {
    FD_SET(fds[i], &set);
    if (fds[i] > most) most = fds[i];
  }
  struct timeval limit = {.tv_sec = 5};
  int ready = select(most + 1, &set, NULL, NULL, &limit);
  for (int i = 0; i < count; i++) {
    if (ready > 0 && FD_ISSET(fds[i], &set)) return i;
  }
  return -1;
}

int main(void) {
  int near_ends[2];
  int pair[2];
  int tube[2];
  connected(near_ends);
  int far = dial("ECHO");
  int listener = bound(SOCK_STREAM);
  listen(listener, 1);
  int datagram = bound(SOCK_DGRAM);
  say("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  say("pipe", pipe(tube));
  const int all[] = {near_ends[1], far, listener, datagram, pair[1], tube[0]};
  enum { COUNT = sizeof all / sizeof *all };
  char buffer[64];

  struct timeval none = {0};
  fd_set set;
  FD_ZERO(&set);
  for (int i = 0; i < COUNT; i++) FD_SET(all[i], &set);
  say("nothing is there", select(tube[0] + 1, &set, NULL, NULL, &none));

  send_text(near_ends[0], "near");
  printf("ready: %d\n", readable(all, COUNT));
  say("recv", recv(near_ends[1], buffer, sizeof buffer, 0));
  send_text(far, "far");
  printf("ready: %d\n", readable(all, COUNT));
  say("recv", recv(far, buffer, sizeof buffer, 0));
  int client = socket(AF_INET, SOCK_STREAM, 0);
  connect_to(client, "127.0.0.1", port_of(listener));
  printf("ready: %d\n", readable(all, COUNT));
  int accepted = accept(listener, NULL, NULL);
  struct sockaddr_in to = at("127.0.0.1", port_of(datagram));
  sendto(datagram, "d", 1, 0, (struct sockaddr*)&to, sizeof to);
  printf("ready: %d\n", readable(all, COUNT));
  say("recv", recv(datagram, buffer, sizeof buffer, 0));
  send_text(pair[0], "pair");
  printf("ready: %d\n", readable(all, COUNT));
  say("recv", recv(pair[1], buffer, sizeof buffer, 0));
  if (write(tube[1], "pipe", 4) != 4) perror("write");
  printf("ready: %d\n", readable(all, COUNT));
  say("read", read(tube[0], buffer, sizeof buffer));

  struct pollfd polled[COUNT];
  for (int i = 0; i < COUNT; i++) polled[i] = (struct pollfd){.fd = all[i], .events = POLLIN};
  say("poll of all", poll(polled, COUNT, 0));
  close(near_ends[0]);
  close(pair[0]);
  say("poll when two have ended", poll(polled, COUNT, 2000) > 0);
  usleep(20000);
  poll(polled, COUNT, 0);
  printf("%x %x %x\n", (unsigned)polled[0].revents, (unsigned)polled[4].revents, (unsigned)polled[1].revents);
  close(client);
  close(accepted);
}
