// SPDX-License-Identifier: MIT
// One of several programs that run side by side and reach each other: neighbours ROLE [PORT]. Natively they
// are processes of one host, in the page programs of one tab; what each prints must be the same.

#include <sys/stat.h>

#include "near.h"

static int port;

static int serving(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind_to(fd, "127.0.0.1", port) != 0 || listen(fd, 5) != 0) perror("serving");
  say("ready", 0);
  return fd;
}

static int dialling(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  say("connect", connect_to(fd, "127.0.0.1", port));
  return fd;
}

static void echo_server(void) {
  int fd = serving();
  for (int i = 0; i < 2; i++) {
    char buffer[1000];
    int client = accept(fd, NULL, NULL);
    long all = 0;
    for (ssize_t count; (count = recv(client, buffer, sizeof buffer, 0)) > 0;) {
      all += count;
      send(client, buffer, (size_t)count, 0);
    }
    say("echoed", all);
    close(client);
  }
}

static void echo_client(void) {
  char buffer[1000];
  int fd = dialling();
  send_text(fd, "hello neighbour");
  say("recv", recv(fd, buffer, 15, MSG_WAITALL));
  shutdown(fd, SHUT_WR);
  say("recv at the end", recv(fd, buffer, sizeof buffer, 0));
}

/// Takes one connection, reads so much, and waits to be stopped.
static void victim(size_t reads) {
  char buffer[100];
  int fd = serving();
  int client = accept(fd, NULL, NULL);
  if (reads > 0) say("recv", recv(client, buffer, reads, MSG_WAITALL));
  send_text(client, "so long");
  if (reads == 0) usleep(100000);  // for what it never reads to come
  say("stop me", 0);
  for (;;) sleep(1);
}

static void mourner(void) {
  char buffer[100];
  int fd = dialling();
  send_text(fd, "hello");
  say("recv", recv(fd, buffer, 7, MSG_WAITALL));
  say("waiting", 0);
  say("recv when it was stopped", recv(fd, buffer, sizeof buffer, 0));
  close(fd);
  usleep(50000);
  fd = dialling();
  close(fd);
}

static void mourned(void) {
  char buffer[100];
  int fd = dialling();
  send_text(fd, "hello");
  say("recv", recv(fd, buffer, 7, MSG_WAITALL));
  send_text(fd, "x");
  say("recv when it was stopped", recv(fd, buffer, sizeof buffer, 0));
}

/// Listens, and then computes without a call.
static void busy(void) {
  int fd = serving();
  double start = now();
  volatile unsigned sum = 0;
  while (now() - start < 1500) {
    for (unsigned k = 0; k < 100000; k++) sum += k;
  }
  say("computed", 0);
  int client = accept(fd, NULL, NULL);
  char buffer[10];
  say("recv", recv(client, buffer, sizeof buffer, 0));
}

static void impatient(void) {
  double start = now();
  int fd = dialling();
  say("send", send(fd, "early", 5, 0));
  say_elapsed("without waiting for it", start, 0, 700);
}

static int unix_socket(int type, const char* path, int (*use)(int, const struct sockaddr*, socklen_t)) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  int fd = socket(AF_UNIX, type, 0);
  say(path, use(fd, (struct sockaddr*)&address, sizeof address));
  return fd;
}

static void unix_server(void) {
  char buffer[100];
  int fd = unix_socket(SOCK_STREAM, "shared.sock", bind);
  listen(fd, 1);
  int datagrams = unix_socket(SOCK_DGRAM, "datagrams.sock", bind);
  say("ready", 0);
  int client = accept(fd, NULL, NULL);
  say("recv", recv(client, buffer, sizeof buffer, 0));
  say("unlink", unlink("shared.sock"));
  send_text(client, "gone");
  struct sockaddr_un from;
  socklen_t length = sizeof from;
  say("recvfrom", recvfrom(datagrams, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length));
  say("sendto", sendto(datagrams, "back", 4, 0, (struct sockaddr*)&from, length));
  say("recv", recv(client, buffer, sizeof buffer, 0));
  unlink("datagrams.sock");
}

static void unix_client(void) {
  char buffer[100];
  struct stat status;
  say("stat", stat("shared.sock", &status));
  int fd = unix_socket(SOCK_STREAM, "shared.sock", connect);
  send_text(fd, "over a path");
  say("recv", recv(fd, buffer, sizeof buffer, 0));
  say("stat", stat("shared.sock", &status));
  int mine = unix_socket(SOCK_DGRAM, "mine.sock", bind);
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "datagrams.sock"};
  say("sendto", sendto(mine, "named", 5, 0, (struct sockaddr*)&address, sizeof address));
  say("recv", recv(mine, buffer, sizeof buffer, 0));
  unlink("mine.sock");
}

static void udp_server(void) {
  char buffer[100];
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  bind_to(fd, "0.0.0.0", port);
  say("ready", 0);
  for (int i = 0; i < 3; i++) {
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    long count = say("recvfrom", recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length));
    printf("from %s\n", inet_ntoa(from.sin_addr));
    sendto(fd, buffer, (size_t)count, 0, (struct sockaddr*)&from, length);
  }
}

static void udp_client(void) {
  char buffer[100];
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  connect_to(fd, "127.0.0.1", port);
  for (int i = 0; i < 3; i++) {
    say("send", send(fd, "datagram", (size_t)(8 - i), 0));
    say("recv", recv(fd, buffer, sizeof buffer, 0));
  }
  usleep(100000);
  say("send when it has gone", send(fd, "x", 1, 0));
  say("recv when it has gone", recv(fd, buffer, sizeof buffer, 0));
}

/// Sends all it has and ends at once.
static void hasty(void) {
  static char block[100000];
  int fd = serving();
  int client = accept(fd, NULL, NULL);
  for (int i = 0; i < 30; i++) {
    if (send(client, block, sizeof block, 0) != (ssize_t)sizeof block) perror("send");
  }
  say("done", 0);
}

static void slow_reader(void) {
  static char block[65536];
  int fd = dialling();
  long all = 0;
  for (ssize_t count; (count = recv(fd, block, sizeof block, 0)) > 0;) {
    if (all == 0) usleep(200000);
    all += count;
  }
  say("got", all);
}

int main(int argc, char** argv) {
  const char* scratch = getenv("SCRATCH");
  if (argc < 2 || !scratch || chdir(scratch) != 0) return 99;
  port = argc > 2 ? atoi(argv[2]) : 0;
  const char* role = argv[1];
  if (strcmp(role, "echo_server") == 0) echo_server();
  if (strcmp(role, "echo_client") == 0) echo_client();
  if (strcmp(role, "victim") == 0) victim(5);
  if (strcmp(role, "careless_victim") == 0) victim(0);
  if (strcmp(role, "mourner") == 0) mourner();
  if (strcmp(role, "mourned") == 0) mourned();
  if (strcmp(role, "busy") == 0) busy();
  if (strcmp(role, "impatient") == 0) impatient();
  if (strcmp(role, "unix_server") == 0) unix_server();
  if (strcmp(role, "unix_client") == 0) unix_client();
  if (strcmp(role, "udp_server") == 0) udp_server();
  if (strcmp(role, "udp_client") == 0) udp_client();
  if (strcmp(role, "hasty") == 0) hasty();
  if (strcmp(role, "slow_reader") == 0) slow_reader();
}
