// SPDX-License-Identifier: MIT
// bind, listen and accept, and who may have which port.

#include "near.h"

static void option(int fd, int name, int value) {
  setsockopt(fd, SOL_SOCKET, name, &value, sizeof value);
}

static void ports(void) {
  int first = bound(SOCK_STREAM);
  int port = port_of(first);
  printf("a free port is not 0: %d\n", port > 0);
  say("bind again", bind_to(first, "127.0.0.1", 0));
  int other = socket(AF_INET, SOCK_STREAM, 0);
  say("bind where another is", bind_to(other, "127.0.0.1", port));
  say("bind to any where another is", bind_to(other, "0.0.0.0", port));
  say("bind elsewhere on the same port", bind_to(other, "127.0.0.2", port));
  close(other);
  other = socket(AF_INET, SOCK_STREAM, 0);
  option(other, SO_REUSEADDR, 1);
  say("with SO_REUSEADDR on one", bind_to(other, "127.0.0.1", port));
  option(first, SO_REUSEADDR, 1);
  say("with SO_REUSEADDR on both", bind_to(other, "127.0.0.1", port));
  say("listen on the first", listen(first, 1));
  say("listen on the other", listen(other, 1));
  int third = socket(AF_INET, SOCK_STREAM, 0);
  option(third, SO_REUSEADDR, 1);
  say("with SO_REUSEADDR where one listens", bind_to(third, "127.0.0.1", port));
  close(first);
  close(other);
  say("when they are closed", bind_to(third, "127.0.0.1", port));
  close(third);
  int six = socket(AF_INET6, SOCK_STREAM, 0);
  struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons((unsigned short)port)};
  say("bind to ::", bind(six, (struct sockaddr*)&any, sizeof any));
  other = socket(AF_INET, SOCK_STREAM, 0);
  say("bind to any of IPv4 beside it", bind_to(other, "0.0.0.0", port));
  close(six);
  six = socket(AF_INET6, SOCK_STREAM, 0);
  int on = 1;
  setsockopt(six, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  say("bind to :: alone", bind(six, (struct sockaddr*)&any, sizeof any));
  say("bind to any of IPv4 beside that", bind_to(other, "0.0.0.0", port));
  close(six);
  close(other);
  other = socket(AF_INET, SOCK_STREAM, 0);
  say("bind to another machine", bind_to(other, "192.0.2.1", 0));
  struct sockaddr_in name = at("127.0.0.1", 0);
  say("bind with half an address", bind(other, (struct sockaddr*)&name, 8));
  name.sin_family = AF_INET6;
  say("bind with another family", bind(other, (struct sockaddr*)&name, sizeof name));
  close(other);
}

static void states(void) {
  int fd = bound(SOCK_STREAM);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  say("connect to what only is bound", connect_to(client, "127.0.0.1", port_of(fd)));
  say("accept without listen", accept(fd, NULL, NULL));
  say_poll("poll of a bound one", fd, 0);
  say("listen", listen(fd, 5));
  say("listen again", listen(fd, 7));
  int listening = -1;
  socklen_t length = sizeof listening;
  getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length);
  printf("SO_ACCEPTCONN: %d\n", listening);
  char byte = 'x';
  say("recv of a listener", recv(fd, &byte, 1, 0));
  say("send of a listener", send(fd, &byte, 1, MSG_NOSIGNAL));
  say("connect of a listener", connect_to(fd, "127.0.0.1", port_of(fd)));
  say("getpeername of a listener",
      getpeername(fd, (struct sockaddr*)&(struct sockaddr_in){0}, &(socklen_t){16}));
  say_poll("poll of a listener", fd, 0);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  say("accept of nobody", accept(fd, NULL, NULL));
  say("connect", connect_to(client, "127.0.0.1", port_of(fd)));
  arrives(fd);
  say_poll("poll with someone there", fd, 0);
  struct sockaddr_in from;
  length = sizeof from;
  int accepted = accept(fd, (struct sockaddr*)&from, &length);
  printf("from %s, the client's port: %d, %u bytes\n", inet_ntoa(from.sin_addr),
         ntohs(from.sin_port) == port_of(client), (unsigned)length);
  printf("its flags: %d\n", fcntl(accepted, F_GETFL) == O_RDWR);
  say("listen of a connected one", listen(accepted, 1));
  say("connect of an accepted one", connect_to(accepted, "127.0.0.1", 9));
  say("bind of a connected one", bind_to(client, "127.0.0.1", 0));
  say("port of the accepted one is the listener's", port_of(accepted) == port_of(fd));
  close(accepted);
  close(client);
  client = socket(AF_INET, SOCK_STREAM, 0);
  say("connect and stay in the queue", connect_to(client, "127.0.0.1", port_of(fd)));
  close(fd);
  arrives(client);
  say("recv when the listener is closed", recv(client, &byte, 1, 0));
  close(client);
  client = socket(AF_INET, SOCK_STREAM, 0);
  fd = socket(AF_INET, SOCK_STREAM, 0);
  say("listen without bind", listen(fd, 1));
  printf("it has a port: %d\n", port_of(fd) > 0);
  say("connect to it by 0.0.0.0", connect_to(client, "0.0.0.0", port_of(fd)));
  accepted = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  printf("accept4: %d %d\n", (fcntl(accepted, F_GETFL) & O_NONBLOCK) != 0, fcntl(accepted, F_GETFD));
  close(fd);
  send_text(client, "still here");
  arrives(accepted);
  char words[32];
  say("an accepted one outlives its listener", recv(accepted, words, sizeof words, 0));
  close(accepted);
  close(client);
}

static void backlog(void) {
  int fd = bound(SOCK_STREAM);
  listen(fd, 1);
  int clients[4];
  for (int i = 0; i < 2; i++) {
    clients[i] = socket(AF_INET, SOCK_STREAM, 0);
    say("connect", connect_to(clients[i], "127.0.0.1", port_of(fd)));
  }
  clients[2] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  say("connect to a full queue", connect_to(clients[2], "127.0.0.1", port_of(fd)));
  say_poll("it is not through", clients[2], 50);
  say("connect again", connect_to(clients[2], "127.0.0.1", port_of(fd)));
  close(accept(fd, NULL, NULL));
  struct pollfd one = {.fd = clients[2], .events = POLLOUT};
  poll(&one, 1, 5000);
  int error = -1;
  socklen_t length = sizeof error;
  getsockopt(clients[2], SOL_SOCKET, SO_ERROR, &error, &length);
  printf("after an accept it is: %d, error %d\n", one.revents, error);
  clients[3] = socket(AF_INET, SOCK_STREAM, 0);
  struct timeval limit = {.tv_usec = 100000};
  setsockopt(clients[3], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  double start = now();
  say("connect with a time limit", connect_to(clients[3], "127.0.0.1", port_of(fd)));
  say_elapsed("it ends", start, 99, 2000);
  for (int i = 0; i < 4; i++) close(clients[i]);
  close(fd);
}

static void from_a_port(void) {
  int fd = bound(SOCK_STREAM);
  listen(fd, 4);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  bind_to(client, "127.0.0.3", 0);
  int port = port_of(client);
  say("connect from an address", connect_to(client, "127.0.0.1", port_of(fd)));
  struct sockaddr_in from;
  socklen_t length = sizeof from;
  int accepted = accept(fd, (struct sockaddr*)&from, &length);
  printf("it comes from %s, its own port: %d\n", inet_ntoa(from.sin_addr), ntohs(from.sin_port) == port);
  close(accepted);
  close(client);
  close(fd);
  fd = socket(AF_INET, SOCK_STREAM, 0);
  bind_to(fd, "127.0.0.7", 0);
  listen(fd, 1);
  client = socket(AF_INET, SOCK_STREAM, 0);
  say("connect to 127.0.0.7", connect_to(client, "127.0.0.7", port_of(fd)));
  length = sizeof from;
  getsockname(client, (struct sockaddr*)&from, &length);
  printf("it comes from %s\n", inet_ntoa(from.sin_addr));
  close(client);
  client = socket(AF_INET, SOCK_STREAM, 0);
  say("connect to 127.0.0.1 beside it", connect_to(client, "127.0.0.1", port_of(fd)));
  close(client);
  close(fd);
}

int main(void) {
  ports();
  states();
  backlog();
  from_a_port();
}
