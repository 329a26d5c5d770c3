// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: Which ports answer?
// title.zh: 哪些端口有应答？
// blurb: Non-blocking connects to several ports at once, in plain C: poll tells which were answered.
// blurb.zh: 用 C 语言同时向多个端口发起非阻塞连接，由 poll 告诉我们哪些有应答。
// usage: port_check HOST PORT...
// page: www.test 80 81 7
// also: www.sina.com.cn 80 443 81

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_ports = 32, patience_ms = 3000 };

// Starts a connection and does not wait for it: *error is 0, or what went wrong at once.
static int start(const char* host, const char* port, int* error) {
  struct addrinfo hints;
  struct addrinfo* address = NULL;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  int code = getaddrinfo(host, port, &hints, &address);
  if (code != 0) {
    fprintf(stderr, "%s: %s\n", host, gai_strerror(code));
    exit(EXIT_FAILURE);
  }
  int fd = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
  if (fd < 0) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  fcntl(fd, F_SETFL, O_NONBLOCK);
  // EINPROGRESS is no failure: the handshake has begun, and poll will say when it is over.
  *error = connect(fd, address->ai_addr, address->ai_addrlen) == 0 || errno == EINPROGRESS ? 0 : errno;
  freeaddrinfo(address);
  return fd;
}

int main(int argc, char** argv) {
  if (argc < 3 || argc - 2 > most_ports) {
    fprintf(stderr, "usage: port_check HOST PORT... (at most %d)\n", most_ports);
    return 2;
  }
  int count = argc - 2;
  struct pollfd waiting[most_ports];
  int errors[most_ports];
  int answered[most_ports] = {0};
  int undecided = 0;
  for (int i = 0; i < count; i++) {
    waiting[i].fd = start(argv[1], argv[i + 2], &errors[i]);
    waiting[i].events = POLLOUT;
    if (errors[i] != 0) {  // over already: a negative descriptor is passed over by poll
      close(waiting[i].fd);
      waiting[i].fd = -1;
      answered[i] = 1;
    } else {
      undecided++;
    }
  }
  while (undecided > 0 && poll(waiting, (nfds_t)count, patience_ms) > 0) {
    for (int i = 0; i < count; i++) {
      if (waiting[i].fd >= 0 && waiting[i].revents != 0) {
        // How the connection went is the socket's SO_ERROR: 0 means it stands.
        socklen_t size = sizeof errors[i];
        getsockopt(waiting[i].fd, SOL_SOCKET, SO_ERROR, &errors[i], &size);
        answered[i] = 1;
        close(waiting[i].fd);
        waiting[i].fd = -1;
        undecided--;
      }
    }
  }
  for (int i = 0; i < count; i++) {
    const char* answer = !answered[i] ? "no answer" : errors[i] == 0 ? "open" : strerror(errors[i]);
    printf("%s:%s %s\n", argv[1], argv[i + 2], answer);
  }
  return EXIT_SUCCESS;
}
