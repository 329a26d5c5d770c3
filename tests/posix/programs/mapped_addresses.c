// SPDX-License-Identifier: MIT
// An IPv4 host through an AF_INET6 socket, as ::ffff:a.b.c.d.

#include <arpa/inet.h>
#include <netinet/in.h>

#include "peer.h"

static struct sockaddr_in6 mapped(const char* name) {
  struct addrinfo* address = peer(name);
  struct sockaddr_in four;
  memcpy(&four, address->ai_addr, sizeof four);
  freeaddrinfo(address);
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = four.sin_port};
  six.sin6_addr.s6_addr[10] = six.sin6_addr.s6_addr[11] = 0xff;
  memcpy(six.sin6_addr.s6_addr + 12, &four.sin_addr, 4);
  return six;
}

static void show(const char* what, int result, const struct sockaddr_in6* name, socklen_t length) {
  say(what, result);
  printf("  IPv6: %d, mapped: %d, a port: %d, %u bytes\n", name->sin6_family == AF_INET6,
         IN6_IS_ADDR_V4MAPPED(&name->sin6_addr) != 0, name->sin6_port != 0, (unsigned)length);
}

int main(void) {
  struct sockaddr_in6 name, echo = mapped("ECHO"), refused = mapped("REFUSED");
  int fd = socket(AF_INET6, SOCK_STREAM, 0);
  socklen_t length = sizeof name;
  memset(&name, 0, sizeof name);
  show("getsockname before connect", getsockname(fd, (struct sockaddr*)&name, &length), &name, length);
  say("connect", connect(fd, (struct sockaddr*)&echo, sizeof echo));
  length = sizeof name;
  show("getpeername", getpeername(fd, (struct sockaddr*)&name, &length), &name, length);
  printf("the peer is the one asked for: %d\n", memcmp(&name.sin6_addr, &echo.sin6_addr, 16) == 0);
  length = sizeof name;
  show("getsockname", getsockname(fd, (struct sockaddr*)&name, &length), &name, length);
  send_text(fd, "over IPv6");
  char text[16] = {0};
  say("recv", recv(fd, text, 9, MSG_WAITALL));
  puts(text);
  close(fd);
  fd = socket(AF_INET6, SOCK_STREAM, 0);
  say("connect where nobody listens", connect(fd, (struct sockaddr*)&refused, sizeof refused));
  close(fd);
  fd = socket(AF_INET6, SOCK_STREAM, 0);
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = echo.sin6_port};
  say("connect with a short address", connect(fd, (struct sockaddr*)&echo, 20));
  say("connect with an IPv4 address", connect(fd, (struct sockaddr*)&four, sizeof four));
  int on = 1;
  say("IPV6_V6ONLY", setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on));
  say("connect to IPv4", connect(fd, (struct sockaddr*)&echo, sizeof echo));
  int value = 0;
  length = sizeof value;
  say("SO_DOMAIN", getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &length));
  printf("AF_INET6: %d\n", value == AF_INET6);
  close(fd);
}
