// SPDX-License-Identifier: MIT
// outside WHAT HOST PORT: what a program does with hosts and clients outside of its own machine.

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in named(const char* host, const char* port) {
  struct addrinfo hints = {0}, *found = NULL;
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  struct sockaddr_in address = {0};
  if (getaddrinfo(host, port, &hints, &found) != 0) exit(9);
  memcpy(&address, found->ai_addr, sizeof address);
  freeaddrinfo(found);
  return address;
}

static const char* said(ssize_t count) {
  return count < 0 ? strerror(errno) : "ok";
}

static int is(const struct sockaddr_in* one, const struct sockaddr_in* other) {
  return one->sin_addr.s_addr == other->sin_addr.s_addr && one->sin_port == other->sin_port;
}

// Datagrams to an echo host: whole, in their own bounds, and with the host's address.
static int echoes(const char* host, const char* port) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = named(host, port), from;
  socklen_t size = sizeof from;
  static char sent[65507], got[65536];
  for (int index = 0; index < (int)sizeof sent; ++index) sent[index] = (char)(index % 251);
  size_t lengths[] = {5, 0, 1472, 60000};
  for (int index = 0; index < 4; ++index) {
    ssize_t out = sendto(fd, sent, lengths[index], 0, (struct sockaddr*)&to, sizeof to);
    size = sizeof from;
    ssize_t in = recvfrom(fd, got, sizeof got, 0, (struct sockaddr*)&from, &size);
    printf("%zd there, %zd back, %s, from %s\n", out, in,
           memcmp(sent, got, (size_t)(in > 0 ? in : 0)) ? "other" : "same",
           is(&to, &from) ? "the host" : "another");
  }
  printf("too much: %s\n", said(sendto(fd, sent, 65508, 0, (struct sockaddr*)&to, sizeof to)));
  printf("connect: %s\n", said(connect(fd, (struct sockaddr*)&to, sizeof to)));
  printf("send: %zd\n", send(fd, "abcdef", 6, 0));
  printf("recv of 3: %zd\n", recv(fd, got, 3, 0));
  size = sizeof from;
  getpeername(fd, (struct sockaddr*)&from, &size);
  printf("peer: %s\n", is(&to, &from) ? "the host" : "another");
  size = sizeof from;
  getsockname(fd, (struct sockaddr*)&from, &size);
  printf("local: %s port, %s address\n", from.sin_port ? "a" : "no", from.sin_addr.s_addr ? "an" : "no");
  struct pollfd waiting = {fd, POLLIN, 0};
  printf("poll: %d\n", poll(&waiting, 1, 50));
  close(fd);
  return 0;
}

// A host where nobody has the port: a connected socket is told.
static int refused(const char* host, const char* port) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = named(host, port);
  printf("connect: %s\n", said(connect(fd, (struct sockaddr*)&to, sizeof to)));
  printf("send: %s\n", said(send(fd, "x", 1, 0)));
  char byte;
  printf("recv: %s\n", said(recv(fd, &byte, 1, 0)));
  struct pollfd waiting = {fd, POLLIN, 0};
  printf("then poll: %d\n", poll(&waiting, 1, 50));
  close(fd);
  return 0;
}

// Serves two clients over TCP and two datagrams, from wherever they come.
static int serves(const char* port) {
  struct sockaddr_in own = {0}, peer;
  socklen_t size = sizeof peer;
  own.sin_family = AF_INET;
  own.sin_port = htons((unsigned short)atoi(port));
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  int udp = socket(AF_INET, SOCK_DGRAM, 0);
  printf("bind: %s\n", said(bind(listener, (struct sockaddr*)&own, sizeof own)));
  printf("bind: %s\n", said(bind(udp, (struct sockaddr*)&own, sizeof own)));
  printf("listen: %s\n", said(listen(listener, 5)));
  fflush(stdout);
  int clients = 0, datagrams = 0;
  while (clients < 2 || datagrams < 2) {
    struct pollfd both[2] = {{listener, POLLIN, 0}, {udp, POLLIN, 0}};
    if (poll(both, 2, 20000) <= 0) return 3;
    char buffer[2000];
    if (both[0].revents) {
      size = sizeof peer;
      int fd = accept(listener, (struct sockaddr*)&peer, &size);
      printf("client %d from %s port %d\n", ++clients, inet_ntoa(peer.sin_addr), ntohs(peer.sin_port));
      ssize_t count;
      while ((count = recv(fd, buffer, sizeof buffer, 0)) > 0) send(fd, buffer, (size_t)count, 0);
      printf("client %d: %s\n", clients, count == 0 ? "the end" : strerror(errno));
      close(fd);
    }
    if (both[1].revents) {
      size = sizeof peer;
      ssize_t count = recvfrom(udp, buffer, sizeof buffer, 0, (struct sockaddr*)&peer, &size);
      printf("datagram %d from %s port %d: %.*s\n", ++datagrams, inet_ntoa(peer.sin_addr),
             ntohs(peer.sin_port), (int)count, buffer);
      sendto(udp, buffer, (size_t)count, 0, (struct sockaddr*)&peer, size);
    }
    fflush(stdout);
  }
  close(listener);
  close(udp);
  return 0;
}

// Options are those of the real socket.
static int options(const char* host, const char* port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = named(host, port);
  printf("connect: %s\n", said(connect(fd, (struct sockaddr*)&to, sizeof to)));
  struct {
    int level, name, value;
  } each[] = {{IPPROTO_TCP, TCP_NODELAY, 1},   {SOL_SOCKET, SO_KEEPALIVE, 1},
              {IPPROTO_TCP, TCP_KEEPIDLE, 77}, {IPPROTO_TCP, TCP_KEEPINTVL, 7},
              {IPPROTO_TCP, TCP_KEEPCNT, 3},   {SOL_SOCKET, SO_RCVBUF, 20000},
              {SOL_SOCKET, SO_SNDBUF, 1000},   {IPPROTO_IP, IP_TTL, 9},
              {IPPROTO_IP, IP_TOS, 16},        {IPPROTO_TCP, 18 /* user timeout */, 5000},
              {IPPROTO_TCP, TCP_MAXSEG, 0}};
  for (unsigned index = 0; index < sizeof each / sizeof *each; ++index) {
    int before = -1, after = -1;
    socklen_t size = sizeof before;
    getsockopt(fd, each[index].level, each[index].name, &before, &size);
    if (each[index].value)
      setsockopt(fd, each[index].level, each[index].name, &each[index].value, sizeof(int));
    getsockopt(fd, each[index].level, each[index].name, &after, &size);
    printf("option %u: %d, %d\n", index, before, after);
  }
  close(fd);
  return 0;
}

static int dialled(const char* host, const char* port) {
  struct sockaddr_in to = named(host, port);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&to, sizeof to)) exit(8);
  return fd;
}

// What both ends send: the byte at each place is the place modulo 251.
static int is_right(const unsigned char* bytes, long long place, ssize_t count) {
  for (ssize_t index = 0; index < count; ++index)
    if (bytes[index] != (place + index) % 251) return 0;
  return 1;
}

// Reads from two hosts in turn, in pieces of all sizes, to their ends.
static int downloads(const char* host, const char* port) {
  static unsigned char buffer[300000];
  int fds[2] = {dialled(host, port), dialled(host, port)};
  long long have[2] = {0, 0};
  for (int left = 2, index = 0, piece = 1; left > 0; index = 1 - index, piece = piece * 7 % 299993) {
    if (fds[index] < 0) continue;
    ssize_t count = recv(fds[index], buffer, (size_t)piece, 0);
    if (count > 0 && !is_right(buffer, have[index], count)) printf("wrong after %lld bytes\n", have[index]);
    if (count > 0) {
      have[index] += count;
      continue;
    }
    printf("%lld bytes, %s\n", have[index], count == 0 ? "the end" : strerror(errno));
    close(fds[index]);
    fds[index] = -1;
    --left;
  }
  return 0;
}

// Sends pieces of all sizes from memory that must stay as it is.
static int uploads(const char* host, const char* port) {
  static unsigned char buffer[400000 + 251];
  for (size_t index = 0; index < sizeof buffer; ++index) buffer[index] = (unsigned char)(index % 251);
  int fd = dialled(host, port);
  long long sent = 0;
  for (size_t piece = 1; sent < 20000000; piece = piece * 7 % 399989) {
    ssize_t count = send(fd, buffer + sent % 251, piece, 0);
    if (count < 0) return 7;
    sent += count;
  }
  shutdown(fd, SHUT_WR);
  char answer[64] = "";
  ssize_t count = recv(fd, answer, sizeof answer - 1, MSG_WAITALL);
  printf("%s: %s, memory %s\n", said(count), answer,
         is_right(buffer, 0, sizeof buffer) ? "as it was" : "changed");
  return 0;
}

// Reads a little, sleeps while the host goes on sending, and reads a little more.
static int sleeps(const char* host, const char* port) {
  static unsigned char buffer[65536];
  int fd = dialled(host, port);
  long long have = 0;
  for (int part = 0; part < 2; ++part) {
    while (have < (part + 1) * 20000000LL) {
      ssize_t count = recv(fd, buffer, sizeof buffer, 0);
      if (count <= 0 || !is_right(buffer, have, count)) return 7;
      have += count;
    }
    printf("read\n");
    fflush(stdout);
    if (part == 0) sleep(4);
  }
  return 0;
}

// Connects to a host that does not answer, and gives up after so many milliseconds; -1 waits for ever.
static int waits(const char* host, const char* port, int limit) {
  struct sockaddr_in to = named(host, port);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  printf("connect: %s\n", said(connect(fd, (struct sockaddr*)&to, sizeof to)));
  fflush(stdout);
  struct pollfd waiting = {fd, POLLOUT, 0};
  printf("poll: %d\n", poll(&waiting, 1, limit));
  close(fd);
  printf("closed\n");
  fflush(stdout);
  sleep(3);
  return 0;
}

int main(int argc, char* argv[]) {
  if (argc == 3 && strcmp(argv[1], "serves") == 0) return serves(argv[2]);
  if (argc != 4) return 2;
  if (strcmp(argv[1], "echoes") == 0) return echoes(argv[2], argv[3]);
  if (strcmp(argv[1], "refused") == 0) return refused(argv[2], argv[3]);
  if (strcmp(argv[1], "options") == 0) return options(argv[2], argv[3]);
  if (strcmp(argv[1], "downloads") == 0) return downloads(argv[2], argv[3]);
  if (strcmp(argv[1], "uploads") == 0) return uploads(argv[2], argv[3]);
  if (strcmp(argv[1], "sleeps") == 0) return sleeps(argv[2], argv[3]);
  if (strcmp(argv[1], "gives-up") == 0) return waits(argv[2], argv[3], 500);
  if (strcmp(argv[1], "waits") == 0) return waits(argv[2], argv[3], -1);
  return 2;
}
