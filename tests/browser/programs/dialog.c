// SPDX-License-Identifier: MIT
// dialog HOST PORT [TEXT]: sends the text, prints what comes, and at the end tries a second connection.

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int dial(const char* host, const char* port) {
  struct addrinfo hints, *found;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  int error = getaddrinfo(host, port, &hints, &found);
  if (error) {
    printf("%s: %s\n", host, gai_strerror(error));
    return -1;
  }
  int fd = socket(found->ai_family, SOCK_STREAM, 0);
  if (connect(fd, found->ai_addr, found->ai_addrlen) == 0) {
    freeaddrinfo(found);
    return fd;
  }
  printf("connect: %s\n", strerror(errno));
  freeaddrinfo(found);
  close(fd);
  return -1;
}

int main(int argc, char* argv[]) {
  if (argc < 3) return 2;
  int fd = dial(argv[1], argv[2]);
  if (fd < 0) return 1;
  puts("connected");
  if (argc > 3) printf("send: %zd\n", send(fd, argv[3], strlen(argv[3]), MSG_NOSIGNAL));
  char buffer[1000];
  ssize_t count;
  while ((count = recv(fd, buffer, sizeof buffer, 0)) > 0) {
    printf("%.*s", (int)count, buffer);
    fflush(stdout);
  }
  printf("\nrecv: %s\n", count == 0 ? "the end" : strerror(errno));
  close(fd);
  return count == 0 ? 0 : dial(argv[1], argv[2]) < 0 ? 3 : 4;
}
