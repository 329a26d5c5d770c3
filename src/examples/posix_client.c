// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: The same in plain C
// title.zh: 用 C 语言写同一个客户端
// blurb: The TCP client with nothing but <sys/socket.h>: the calls every language's sockets are made of.
// blurb.zh: 只用 <sys/socket.h> 的 TCP 客户端：各种语言的套接字都由这些调用组成。
// usage: posix_client [HOST [PORT]]
// page: www.test 80
// also: www.sina.com.cn 80

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// One name can stand for several addresses. They are tried in order until one answers.
static int connect_to(const char* host, const char* port) {
  struct addrinfo hints;
  struct addrinfo* addresses = NULL;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_UNSPEC;  // IPv4 and IPv6 alike
  hints.ai_socktype = SOCK_STREAM;
  int code = getaddrinfo(host, port, &hints, &addresses);
  if (code != 0) {
    fprintf(stderr, "%s: %s\n", host, gai_strerror(code));
    return -1;
  }
  int fd = -1;
  for (struct addrinfo* address = addresses; address != NULL; address = address->ai_next) {
    fd = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (fd < 0) continue;
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0) break;
    perror("connect");
    close(fd);
    fd = -1;
  }
  freeaddrinfo(addresses);
  return fd;
}

// send may take only a part of the bytes: what is left has to be sent again.
static int send_all(int fd, const char* bytes, size_t size) {
  while (size > 0) {
    ssize_t sent = send(fd, bytes, size, 0);
    if (sent < 0) return -1;
    bytes += sent;
    size -= (size_t)sent;
  }
  return 0;
}

int main(int argc, char** argv) {
  const char* host = argc > 1 ? argv[1] : "www.sina.com.cn";
  const char* port = argc > 2 ? argv[2] : "80";
  int fd = connect_to(host, port);
  if (fd < 0) return EXIT_FAILURE;

  char request[512];
  int size = snprintf(request, sizeof request, "GET / HTTP/1.0\r\nHost: %.400s\r\n\r\n", host);
  if (send_all(fd, request, (size_t)size) != 0) {
    perror("send");
    return EXIT_FAILURE;
  }

  // TCP is a stream: one answer may come in many pieces, and 0 bytes mean that it has ended.
  char bytes[1024];
  ssize_t count = 0;
  long total = 0;
  while ((count = recv(fd, bytes, sizeof bytes, 0)) > 0) {
    fwrite(bytes, 1, (size_t)count, stdout);
    total += count;
  }
  if (count < 0) {
    perror("recv");
    return EXIT_FAILURE;
  }
  printf("-- %ld bytes\n", total);
  close(fd);
  return EXIT_SUCCESS;
}
