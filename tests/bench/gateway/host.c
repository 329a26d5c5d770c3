// SPDX-License-Identifier: MIT
// host: the far end of every tunnel that is measured, on 127.0.0.1. Prints its port. The first line of a
// connection says what to do: "down N" sends N bytes, "up N" takes N and answers with one, "echo" sends back
// what comes, "sleep N" takes nothing for N seconds. Of "down" and "sleep" it prints how many bytes went.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };
static char zeros[PIECE];

static void say(const char* what, long long bytes) {
  printf("%s %lld\n", what, bytes);
  fflush(stdout);
}

static void down(int fd, long long size) {
  long long sent = 0;
  while (sent < size) {
    ssize_t count = send(fd, zeros, (size_t)(size - sent < PIECE ? size - sent : PIECE), MSG_NOSIGNAL);
    if (count <= 0) break;
    sent += count;
  }
  say("sent", sent);
  char byte;
  while (recv(fd, &byte, 1, 0) > 0) {
  }
}

static void sleepy(int fd, char* buffer, unsigned seconds) {
  sleep(seconds);
  long long got = 0;
  for (ssize_t count = 0; (count = recv(fd, buffer, PIECE, 0)) > 0;) got += count;
  say("got", got);
}

static void up(int fd, char* buffer, long long left) {
  while (left > 0) {
    ssize_t count = recv(fd, buffer, PIECE, 0);
    if (count <= 0) return;
    left -= count;
  }
  send(fd, "k", 1, MSG_NOSIGNAL);
  while (recv(fd, buffer, PIECE, 0) > 0) {
  }
}

static void echo(int fd, char* buffer) {
  ssize_t count;
  while ((count = recv(fd, buffer, PIECE, 0)) > 0)
    for (ssize_t sent = 0; sent < count;) {
      ssize_t more = send(fd, buffer + sent, (size_t)(count - sent), MSG_NOSIGNAL);
      if (more <= 0) return;
      sent += more;
    }
}

static void* serve(void* argument) {
  int fd = (int)(intptr_t)argument, on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  char line[64];
  size_t size = 0;
  while (size < sizeof line - 1 && recv(fd, line + size, 1, 0) == 1 && line[size] != '\n') ++size;
  line[size] = 0;
  char* buffer = malloc(PIECE);
  if (buffer && strncmp(line, "down ", 5) == 0) down(fd, atoll(line + 5));
  if (buffer && strncmp(line, "up ", 3) == 0) up(fd, buffer, atoll(line + 3));
  if (buffer && strcmp(line, "echo") == 0) echo(fd, buffer);
  if (buffer && strncmp(line, "sleep ", 6) == 0) sleepy(fd, buffer, (unsigned)atoi(line + 6));
  free(buffer);
  close(fd);
  return NULL;
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof own;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr*)&own, size) || listen(listener, 1024)) return 1;
  getsockname(listener, (struct sockaddr*)&own, &size);
  printf("port %d\n", ntohs(own.sin_port));
  fflush(stdout);
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    pthread_t thread;
    if (fd >= 0 && pthread_create(&thread, &small, serve, (void*)(intptr_t)fd)) close(fd);
  }
}
