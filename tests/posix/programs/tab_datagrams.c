// SPDX-License-Identifier: MIT
// UDP between sockets of one host: boundaries, sizes, addresses, errors, queues, broadcast.

#include "near.h"

static long send_to(int fd, const void* data, size_t size, const char* host, int port) {
  struct sockaddr_in address = at(host, port);
  return sendto(fd, data, size, 0, (struct sockaddr*)&address, sizeof address);
}

static void boundaries(void) {
  int a = bound(SOCK_DGRAM);
  int b = bound(SOCK_DGRAM);
  int type = 0;
  int protocol = 0;
  socklen_t length = sizeof type;
  getsockopt(a, SOL_SOCKET, SO_TYPE, &type, &length);
  getsockopt(a, SOL_SOCKET, SO_PROTOCOL, &protocol, &length);
  printf("type %d, protocol %d\n", type == SOCK_DGRAM, protocol);
  char buffer[100];
  say("sendto", send_to(a, "one", 3, "127.0.0.1", port_of(b)));
  say("sendto", send_to(a, "second", 6, "127.0.0.1", port_of(b)));
  say("sendto of nothing", send_to(a, "", 0, "127.0.0.1", port_of(b)));
  say("sendto", send_to(a, "fourth", 6, "127.0.0.1", port_of(b)));
  arrives(b);
  struct sockaddr_in from;
  length = sizeof from;
  say("recvfrom", recvfrom(b, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length));
  printf("from %s, its port: %d, %u bytes\n", inet_ntoa(from.sin_addr), ntohs(from.sin_port) == port_of(a),
         (unsigned)length);
  say("peek", recv(b, buffer, 2, MSG_PEEK));
  say("the true length", recv(b, buffer, 2, MSG_PEEK | MSG_TRUNC));
  say("recv of a part", recv(b, buffer, 2, 0));
  say("recv of the empty one", recv(b, buffer, sizeof buffer, 0));
  struct iovec parts[2] = {{buffer, 2}, {buffer + 50, 2}};
  struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = parts, .msg_iovlen = 2};
  say("recvmsg", recvmsg(b, &message, 0));
  printf("cut: %d, %u bytes of address, %.2s %.2s\n", (message.msg_flags & MSG_TRUNC) != 0,
         (unsigned)message.msg_namelen, buffer, buffer + 50);
  say("recv of nothing", recv(b, buffer, sizeof buffer, MSG_DONTWAIT));
  say_poll("poll", b, 0);
  send_to(a, "x", 1, "127.0.0.1", port_of(b));
  arrives(b);
  say_poll("poll with one there", b, 0);
  say("read", read(b, buffer, sizeof buffer));
  say("write without a peer", write(a, "x", 1));
  say("listen", listen(a, 1));
  say("accept", accept(a, NULL, NULL));
  say("shutdown", shutdown(a, SHUT_WR));
  close(a);
  close(b);
}

static void sizes(void) {
  static char big[65536];
  int a = socket(AF_INET, SOCK_DGRAM, 0);
  int b = bound(SOCK_DGRAM);
  struct sockaddr_in own;
  socklen_t length = sizeof own;
  getsockname(a, (struct sockaddr*)&own, &length);
  printf("a new one: %s %d\n", inet_ntoa(own.sin_addr), ntohs(own.sin_port));
  memset(big, 'b', sizeof big);
  say("the largest", send_to(a, big, 65507, "127.0.0.1", port_of(b)));
  getsockname(a, (struct sockaddr*)&own, &length);
  printf("one that has sent: %s, a port: %d\n", inet_ntoa(own.sin_addr), ntohs(own.sin_port) > 0);
  say("one byte more", send_to(a, big, 65508, "127.0.0.1", port_of(b)));
  say("to port 0", send_to(a, big, 1, "127.0.0.1", 0));
  arrives(b);
  say("recv", recv(b, big, sizeof big, 0));
  say("without an address", send(a, big, 1, 0));
  close(a);
  close(b);
}

static void peers(void) {
  int a = bound(SOCK_DGRAM);
  int b = bound(SOCK_DGRAM);
  int c = bound(SOCK_DGRAM);
  char buffer[100];
  struct sockaddr_in name;
  socklen_t length = sizeof name;
  say("getpeername of none", getpeername(a, (struct sockaddr*)&name, &length));
  say("connect", connect_to(a, "127.0.0.1", port_of(b)));
  length = sizeof name;
  say("getpeername", getpeername(a, (struct sockaddr*)&name, &length));
  printf("%s, its port: %d\n", inet_ntoa(name.sin_addr), ntohs(name.sin_port) == port_of(b));
  say("send", send(a, "to the peer", 11, 0));
  arrives(b);
  say("recv", recv(b, buffer, sizeof buffer, 0));
  say("sendto of another", send_to(a, "elsewhere", 9, "127.0.0.1", port_of(c)));
  arrives(c);
  say("recv there", recv(c, buffer, sizeof buffer, 0));
  send_to(c, "a stranger's", 12, "127.0.0.1", port_of(a));
  send_to(b, "the peer's", 10, "127.0.0.1", port_of(a));
  arrives(a);
  long count = say("recv", recv(a, buffer, sizeof buffer, 0));
  printf("only %.*s\n", (int)count, buffer);
  say("recv of nothing", recv(a, buffer, sizeof buffer, MSG_DONTWAIT));
  say("connect to another", connect_to(a, "127.0.0.1", port_of(c)));
  struct sockaddr nobody = {.sa_family = AF_UNSPEC};
  say("connect to nobody", connect(a, &nobody, sizeof nobody));
  say("send", send(a, "x", 1, 0));
  int port = port_of(c);
  close(c);
  connect_to(a, "127.0.0.1", port);
  say("send to a closed port", send(a, "x", 1, 0));
  arrives(a);
  say_poll("poll", a, 0);
  say("recv", recv(a, buffer, sizeof buffer, 0));
  say("recv again", recv(a, buffer, sizeof buffer, MSG_DONTWAIT));
  say("send once more", send(a, "x", 1, 0));
  usleep(20000);
  say("send tells the last one's error", send(a, "x", 1, 0));
  say("sendto of a closed port, not connected", send_to(b, "x", 1, "127.0.0.1", port));
  usleep(20000);
  say("sendto again", send_to(b, "x", 1, "127.0.0.1", port));
  say("shutdown of reading", shutdown(a, SHUT_RD));
  close(a);
  close(b);
  a = socket(AF_INET, SOCK_DGRAM, 0);
  connect_to(a, "127.0.0.1", 9);
  length = sizeof name;
  getsockname(a, (struct sockaddr*)&name, &length);
  printf("a connect gives an address: %s, a port: %d\n", inet_ntoa(name.sin_addr), ntohs(name.sin_port) > 0);
  say("shutdown of writing", shutdown(a, SHUT_WR));
  say("send", send(a, "x", 1, MSG_NOSIGNAL));
  close(a);
}

static void ports(void) {
  int a = bound(SOCK_DGRAM);
  int stream = socket(AF_INET, SOCK_STREAM, 0);
  int over_tcp = bind_to(stream, "127.0.0.1", port_of(a));
  // On a busy machine somebody else may happen to have that port over TCP.
  for (int tries = 0; tries < 20 && over_tcp != 0; tries++) {
    close(a);
    a = bound(SOCK_DGRAM);
    over_tcp = bind_to(stream, "127.0.0.1", port_of(a));
  }
  int b = socket(AF_INET, SOCK_DGRAM, 0);
  say("bind where another is", bind_to(b, "127.0.0.1", port_of(a)));
  say("bind over TCP beside it", over_tcp);
  int on = 1;
  setsockopt(a, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(b, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  say("with SO_REUSEADDR on both", bind_to(b, "127.0.0.1", port_of(a)));
  int c = bound(SOCK_DGRAM);
  send_to(c, "x", 1, "127.0.0.1", port_of(a));
  usleep(20000);
  char byte = 0;
  say("the first hears", recv(a, &byte, 1, MSG_DONTWAIT));
  say("the last hears", recv(b, &byte, 1, MSG_DONTWAIT));
  say("bind again", bind_to(c, "127.0.0.1", 0));
  close(a);
  close(b);
  close(c);
  close(stream);
}

static void queue(void) {
  static char block[1000];
  int a = bound(SOCK_DGRAM);
  int b = bound(SOCK_DGRAM);
  int sent = 0;
  for (int i = 0; i < 1000; i++)
    sent += send_to(a, block, sizeof block, "127.0.0.1", port_of(b)) == sizeof block;
  usleep(50000);
  int got = 0;
  while (recv(b, block, sizeof block, MSG_DONTWAIT) > 0) got++;
  printf("of %d some were dropped: %d, but not most of the first hundred: %d\n", sent, got < sent, got > 50);
  send_to(a, block, 10, "127.0.0.1", port_of(b));
  arrives(b);
  say("then there is room again", recv(b, block, sizeof block, MSG_DONTWAIT));
  close(a);
  close(b);
}

static void broadcast(void) {
  int a = socket(AF_INET, SOCK_DGRAM, 0);
  int on = 1;
  int b[2];
  int port = 0;
  for (int i = 0; i < 2; i++) {
    b[i] = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(b[i], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bind_to(b[i], "0.0.0.0", port);
    port = port_of(b[i]);
  }
  say("broadcast without permission", send_to(a, "x", 1, "127.255.255.255", port));
  setsockopt(a, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
  say("broadcast", send_to(a, "all", 3, "127.255.255.255", port));
  char buffer[8];
  for (int i = 0; i < 2; i++) {
    arrives(b[i]);
    say("each hears", recv(b[i], buffer, sizeof buffer, MSG_DONTWAIT));
    close(b[i]);
  }
  close(a);
}

static void six(void) {
  int a = socket(AF_INET6, SOCK_DGRAM, 0);
  struct sockaddr_in6 any = {.sin6_family = AF_INET6};
  say("bind to ::", bind(a, (struct sockaddr*)&any, sizeof any));
  struct sockaddr_in6 own;
  socklen_t length = sizeof own;
  getsockname(a, (struct sockaddr*)&own, &length);
  int b = bound(SOCK_DGRAM);
  say("from IPv4", send_to(b, "four", 4, "127.0.0.1", ntohs(own.sin6_port)));
  char buffer[100];
  char text[INET6_ADDRSTRLEN];
  struct sockaddr_in6 from;
  length = sizeof from;
  say("recvfrom", recvfrom(a, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length));
  printf("from %s, its port: %d\n", inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof text),
         ntohs(from.sin6_port) == port_of(b));
  say("answer", sendto(a, "six", 3, 0, (struct sockaddr*)&from, sizeof from));
  arrives(b);
  say("recv", recv(b, buffer, sizeof buffer, 0));
  struct sockaddr_in6 loop = {
      .sin6_family = AF_INET6, .sin6_port = own.sin6_port, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  int c = socket(AF_INET6, SOCK_DGRAM, 0);
  say("to ::1", sendto(c, "x", 1, 0, (struct sockaddr*)&loop, sizeof loop));
  length = sizeof from;
  recvfrom(a, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length);
  printf("from %s\n", inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof text));
  close(a);
  close(b);
  close(c);
}

int main(void) {
  boundaries();
  sizes();
  peers();
  ports();
  queue();
  broadcast();
  six();
}
