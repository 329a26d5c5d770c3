// SPDX-License-Identifier: MIT
// One end of a measurement between two programs of the tab. pair sink PORT | source PORT BYTES SIZE | pong
// PORT | ping PORT ROUNDS: the sink prints the microseconds its bytes took, ping those of a round trip in the
// mean, since a page's clock is too coarse for one.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST (1 << 20)
static char buffer[MOST];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static struct sockaddr_in at(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static int failed(const char* what) {
  perror(what);
  exit(1);
}

static int accepted(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = at(port);
  if (bind(fd, (struct sockaddr*)&address, sizeof address) != 0) failed("bind");
  if (listen(fd, 1) != 0) failed("listen");
  printf("ready\n");
  fflush(stdout);
  int client = accept(fd, NULL, NULL);
  if (client < 0) failed("accept");
  return client;
}

static int connected(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = at(port);
  if (connect(fd, (struct sockaddr*)&address, sizeof address) != 0) failed("connect");
  return fd;
}

static int sink(int port) {
  int fd = accepted(port);
  long long all = recv(fd, buffer, MOST, 0);
  double start = now();
  long long counted = 0;
  for (ssize_t count; (count = recv(fd, buffer, MOST, 0)) > 0;) counted += count;
  printf("%lld %.0f\n", all + counted, now() - start);
  return 0;
}

static int source(int port, long long bytes, size_t size) {
  int fd = connected(port);
  memset(buffer, 'x', size);
  while (bytes > 0) {
    size_t want = bytes < (long long)size ? (size_t)bytes : size;
    ssize_t count = send(fd, buffer, want, 0);
    if (count < 0) failed("send");
    bytes -= count;
  }
  close(fd);
  return 0;
}

static int pong(int port) {
  int fd = accepted(port);
  for (ssize_t count; (count = recv(fd, buffer, 64, MSG_WAITALL)) == 64;) send(fd, buffer, 64, 0);
  return 0;
}

static int ping(int port, int rounds) {
  int fd = connected(port);
  double start = now();
  for (int i = 0; i < rounds; i++) {
    send(fd, buffer, 64, 0);
    if (recv(fd, buffer, 64, MSG_WAITALL) != 64) failed("recv");
  }
  printf("%.1f\n", (now() - start) / rounds);
  close(fd);
  return 0;
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  int port = atoi(argv[2]);
  if (strcmp(argv[1], "sink") == 0) return sink(port);
  if (strcmp(argv[1], "source") == 0 && argc == 5) return source(port, atoll(argv[3]), (size_t)atol(argv[4]));
  if (strcmp(argv[1], "pong") == 0) return pong(port);
  if (strcmp(argv[1], "ping") == 0 && argc == 4) return ping(port, atoi(argv[3]));
  return 2;
}
