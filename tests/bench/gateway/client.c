// SPDX-License-Identifier: MIT
// client WHAT HOST PORT N [PIECE]: measures one thing over sockets, natively or in the page, prints numbers.
//
//   down N PIECE   seconds to receive N bytes, PIECE at most a call
//   up N PIECE     seconds to send them
//   ping N         p50 and p99 in us of N round trips of 64 bytes
//   open N         seconds for N times connect, first byte, close, and p50 in us of connect and first byte
//   many N         the seconds, eight at a time
//   mixed N        p50 and p99 of round trips while N bytes come on another socket
//   asleep N       asks for N bytes, sleeps over them for PIECE seconds
//   stuffed N      sends to a host that reads nothing for PIECE seconds: the bytes that the socket took, of N

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in host;
static char buffer[1 << 20];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int dial(const char* verb) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr*)&host, sizeof host)) fail("connect");
  if (send(fd, verb, strlen(verb), 0) < 0) fail("send");
  return fd;
}

static void whole(int fd, size_t size) {
  for (size_t have = 0; have < size;) {
    ssize_t count = recv(fd, buffer, size - have, 0);
    if (count <= 0) fail("recv");
    have += (size_t)count;
  }
}

static double down(long long bytes, size_t piece) {
  char verb[64];
  snprintf(verb, sizeof verb, "down %lld\n", bytes);
  int fd = dial(verb);
  double start = now();
  for (long long have = 0; have < bytes;) {
    ssize_t count = recv(fd, buffer, piece, 0);
    if (count <= 0) fail("recv");
    have += count;
  }
  double seconds = now() - start;
  close(fd);
  return seconds;
}

static double up(long long bytes, size_t piece) {
  char verb[64];
  snprintf(verb, sizeof verb, "up %lld\n", bytes);
  int fd = dial(verb);
  double start = now();
  for (long long left = bytes; left > 0;) {
    ssize_t count = send(fd, buffer, (size_t)(left < (long long)piece ? left : (long long)piece), 0);
    if (count <= 0) fail("send");
    left -= count;
  }
  whole(fd, 1);
  double seconds = now() - start;
  close(fd);
  return seconds;
}

static int by_size(const void* a, const void* b) {
  double one = *(const double*)a, other = *(const double*)b;
  return one < other ? -1 : one > other;
}

static void tell(double* times, int count) {
  qsort(times, (size_t)count, sizeof *times, by_size);
  printf("%.3f %.3f\n", times[count / 2] * 1e6, times[count * 99 / 100] * 1e6);
}

static void ping(int count) {
  double* times = malloc((size_t)count * sizeof *times);
  int fd = dial("echo\n"), on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  for (int i = 0; i < count; ++i) {
    double start = now();
    if (send(fd, buffer, 64, 0) != 64) fail("send");
    whole(fd, 64);
    times[i] = now() - start;
  }
  tell(times, count);
}

static void opened(int count) {
  double start = now();
  double* times = malloc((size_t)count * sizeof *times);
  for (int i = 0; i < count; ++i) {
    double begin = now();
    int fd = dial("echo\nx");
    whole(fd, 1);
    times[i] = now() - begin;
    close(fd);
  }
  printf("%.6f ", now() - start);
  tell(times, count);
}

static double many(int count) {
  double start = now();
  int begun = 0, ended = 0;
  struct pollfd slots[8];
  int said[8] = {0};
  for (int i = 0; i < 8; ++i) slots[i].fd = -1;
  while (ended < count) {
    for (int i = 0; i < 8; ++i)
      if (slots[i].fd < 0 && begun < count) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        if (connect(fd, (struct sockaddr*)&host, sizeof host) && errno != EINPROGRESS) fail("connect");
        slots[i] = (struct pollfd){.fd = fd, .events = POLLOUT};
        said[i] = 0;
        ++begun;
      }
    if (poll(slots, 8, 10000) <= 0) fail("poll");
    for (int i = 0; i < 8; ++i) {
      if (slots[i].fd < 0 || !slots[i].revents) continue;
      if (!said[i]) {
        if (send(slots[i].fd, "echo\nx", 6, 0) != 6) fail("send");
        said[i] = 1;
        slots[i].events = POLLIN;
      } else {
        char byte;
        if (recv(slots[i].fd, &byte, 1, 0) != 1) fail("recv");
        close(slots[i].fd);
        slots[i].fd = -1;
        ++ended;
      }
    }
  }
  return now() - start;
}

// Round trips on one socket while another one is read as fast as it comes.
static void mixed(long long bytes) {
  char verb[64];
  snprintf(verb, sizeof verb, "down %lld\n", bytes);
  int small = dial("echo\n"), bulk = dial(verb), on = 1;
  setsockopt(small, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  static double times[100000];
  int count = 0;
  double start = now();
  if (send(small, buffer, 64, 0) != 64) fail("send");
  size_t have = 0;
  for (long long left = bytes; left > 0 && count < 100000;) {
    struct pollfd both[2] = {{.fd = small, .events = POLLIN}, {.fd = bulk, .events = POLLIN}};
    if (poll(both, 2, 10000) <= 0) fail("poll");
    if (both[0].revents) {
      ssize_t more = recv(small, buffer, 64 - have, 0);
      if (more <= 0) fail("recv");
      have += (size_t)more;
      if (have == 64) {
        times[count++] = now() - start;
        have = 0;
        start = now();
        if (send(small, buffer, 64, 0) != 64) fail("send");
      }
    }
    if (both[1].revents) {
      ssize_t more = recv(bulk, buffer, 65536, 0);
      if (more <= 0) fail("recv");
      left -= more;
    }
  }
  tell(times, count);
}

static int asleep(long long bytes, unsigned seconds) {
  char verb[64];
  snprintf(verb, sizeof verb, "down %lld\n", bytes);
  int fd = dial(verb);
  sleep(seconds);
  close(fd);
  return 1;
}

static long long stuffed(long long bytes, int seconds) {
  char verb[64];
  snprintf(verb, sizeof verb, "sleep %d\n", seconds);
  int fd = dial(verb);
  struct timeval limit = {.tv_sec = seconds - 1};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  long long sent = 0;
  while (sent < bytes) {
    ssize_t count = send(fd, buffer, sizeof buffer, 0);
    if (count < 0) break;
    sent += count;
  }
  return sent;
}

int main(int argc, char* argv[]) {
  if (argc < 5) return 2;
  long long count = atoll(argv[4]);
  size_t piece = argc > 5 ? (size_t)atoll(argv[5]) : 65536;
  host.sin_family = AF_INET;
  host.sin_port = htons((unsigned short)atoi(argv[3]));
  inet_aton(argv[2], &host.sin_addr);
  if (strcmp(argv[1], "down") == 0) printf("%.6f\n", down(count, piece));
  if (strcmp(argv[1], "up") == 0) printf("%.6f\n", up(count, piece));
  if (strcmp(argv[1], "ping") == 0) ping((int)count);
  if (strcmp(argv[1], "open") == 0) opened((int)count);
  if (strcmp(argv[1], "many") == 0) printf("%.6f\n", many((int)count));
  if (strcmp(argv[1], "mixed") == 0) mixed(count);
  if (strcmp(argv[1], "asleep") == 0) printf("%d\n", asleep(count, (unsigned)piece));
  if (strcmp(argv[1], "stuffed") == 0) printf("%lld\n", stuffed(count, (int)piece));
  return 0;
}
