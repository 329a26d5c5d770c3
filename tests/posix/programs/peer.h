// SPDX-License-Identifier: MIT
/// What the programs of this folder share. NAME=HOST:PORT in the environment names a scripted peer: 127.0.0.1
/// natively, NAME.lab.internal behind the gateway.
#ifndef PORTHOLE_TESTS_POSIX_PEER_H
#define PORTHOLE_TESTS_POSIX_PEER_H

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/// Prints a call's result, and its error in words.
static inline long say(const char* what, long long result) {
  if (result < 0) {
    printf("%s: %s\n", what, strerror(errno));
  } else {
    printf("%s: %lld\n", what, result);
  }
  fflush(stdout);
  return (long)result;
}

/// What getaddrinfo or getnameinfo failed for, in words; EAI_OVERFLOW by name, as glibc has words for it
/// since Debian 13.
static inline const char* reason_of(int error) {
  return error == EAI_OVERFLOW ? "EAI_OVERFLOW" : gai_strerror(error);
}

/// The address of a peer.
static inline struct addrinfo* peer(const char* name) {
  char host[256];
  const char* value = getenv(name);
  const char* colon = value ? strrchr(value, ':') : NULL;
  if (!colon) {
    fprintf(stderr, "%s is not in the environment\n", name);
    exit(99);
  }
  snprintf(host, sizeof host, "%.*s", (int)(colon - value), value);
  struct addrinfo hints;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  struct addrinfo* found = NULL;
  int error = getaddrinfo(host, colon + 1, &hints, &found);
  if (error) {
    fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
    exit(98);
  }
  return found;
}

/// Connects a blocking socket to a peer.
static inline int dial(const char* name) {
  struct addrinfo* address = peer(name);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
    fprintf(stderr, "%s: %s\n", name, strerror(errno));
    exit(97);
  }
  freeaddrinfo(address);
  return fd;
}

static inline void send_text(int fd, const char* text) {
  if (send(fd, text, strlen(text), MSG_NOSIGNAL) != (ssize_t)strlen(text)) perror("send");
}

/// Milliseconds on the monotonic clock.
static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/// Says whether a wait took about as long as it should.
static inline void say_elapsed(const char* what, double start, double least, double most) {
  double took = now() - start;
  if (took >= least && took <= most) {
    printf("%s: in time\n", what);
  } else {
    printf("%s: %.1f ms, not %.0f to %.0f\n", what, took, least, most);
  }
}

#endif
