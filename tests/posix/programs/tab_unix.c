// SPDX-License-Identifier: MIT
// AF_UNIX: names that are paths, abstract names, streams and datagrams.

#include <sys/stat.h>

#include "near.h"

static struct sockaddr_un named(const char* path) {
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  return address;
}

static int bind_path(int fd, const char* path) {
  struct sockaddr_un address = named(path);
  return bind(fd, (struct sockaddr*)&address, sizeof address);
}

static int connect_path(int fd, const char* path) {
  struct sockaddr_un address = named(path);
  return connect(fd, (struct sockaddr*)&address, sizeof address);
}

static void say_name(const char* what, const struct sockaddr_un* address, socklen_t length) {
  printf("%s: \"%s\" in %u bytes\n", what,
         length <= offsetof(struct sockaddr_un, sun_path) ? "" : address->sun_path, (unsigned)length);
}

static void streams(void) {
  struct sockaddr_un name;
  socklen_t length = sizeof name;
  struct stat status;
  char buffer[64];
  int server = socket(AF_UNIX, SOCK_STREAM, 0);
  getsockname(server, (struct sockaddr*)&name, &length);
  say_name("a new one", &name, length);
  say("listen without a name", listen(server, 1));
  say("bind", bind_path(server, "stream.sock"));
  say("bind again", bind_path(server, "other.sock"));
  length = sizeof name;
  getsockname(server, (struct sockaddr*)&name, &length);
  say_name("its name", &name, length);
  say("stat", stat("stream.sock", &status));
  printf("it is a socket: %d\n", S_ISSOCK(status.st_mode));
  say("open", open("stream.sock", O_RDWR));
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  say("connect before listen", connect_path(client, "stream.sock"));
  say("listen", listen(server, 2));
  say("connect", connect_path(client, "stream.sock"));
  say("connect again", connect_path(client, "stream.sock"));
  length = sizeof name;
  getpeername(client, (struct sockaddr*)&name, &length);
  say_name("its peer", &name, length);
  length = sizeof name;
  memset(&name, 0, sizeof name);
  int accepted = accept(server, (struct sockaddr*)&name, &length);
  say_name("accepted from", &name, length);
  send_text(client, "over a path");
  say("recv", recv(accepted, buffer, sizeof buffer, 0));
  say("shutdown", shutdown(client, SHUT_WR));
  say("recv at the end", recv(accepted, buffer, sizeof buffer, 0));
  send_text(accepted, "back");
  say("recv", recv(client, buffer, sizeof buffer, 0));
  close(accepted);
  say("send to who has closed", send(client, "x", 1, MSG_NOSIGNAL));
  say("recv", recv(client, buffer, sizeof buffer, 0));
  close(client);
  client = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int more[3];
  for (int i = 0; i < 3; i++) {
    more[i] = socket(AF_UNIX, SOCK_STREAM, 0);
    say("connect", connect_path(more[i], "stream.sock"));
  }
  say("connect to a full queue", connect_path(client, "stream.sock"));
  close(accept(server, NULL, NULL));
  say("with room", connect_path(client, "stream.sock"));
  close(server);
  say("the file stays", stat("stream.sock", &status));
  int late = socket(AF_UNIX, SOCK_STREAM, 0);
  say("connect to what is closed", connect_path(late, "stream.sock"));
  say("connect to what is not there", connect_path(late, "nothing.sock"));
  say("connect below what is not there", connect_path(late, "nowhere/x.sock"));
  say("bind where the file is", bind_path(late, "stream.sock"));
  say("unlink", unlink("stream.sock"));
  say("bind", bind_path(late, "stream.sock"));
  int datagram = socket(AF_UNIX, SOCK_DGRAM, 0);
  say("connect of another type", connect_path(datagram, "stream.sock"));
  say("bind below what is not there", bind_path(datagram, "nowhere/x.sock"));
  say("unlink", unlink("stream.sock"));
  fclose(fopen("file", "w"));
  say("connect to a file", connect_path(datagram, "file"));
  say("bind where a file is", bind_path(datagram, "file"));
  unlink("file");
  struct sockaddr_un wrong = {.sun_family = AF_INET};
  say("bind of another family", bind(datagram, (struct sockaddr*)&wrong, sizeof wrong));
  say("bind of too much", bind(datagram, (struct sockaddr*)&wrong, sizeof wrong + 1));
  for (int i = 0; i < 3; i++) close(more[i]);
  close(client);
  close(late);
  close(datagram);
}

static void abstract_names(void) {
  struct sockaddr_un name;
  memset(&name, 0, sizeof name);
  name.sun_family = AF_UNIX;
  int size = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "porthole %d", (int)getpid());
  socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)size);
  int server = socket(AF_UNIX, SOCK_STREAM, 0);
  say("bind", bind(server, (struct sockaddr*)&name, length));
  int other = socket(AF_UNIX, SOCK_STREAM, 0);
  say("bind the same", bind(other, (struct sockaddr*)&name, length));
  say("bind a longer one", bind(other, (struct sockaddr*)&name, length + 1));
  listen(server, 1);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  say("connect", connect(client, (struct sockaddr*)&name, length));
  struct sockaddr_un peer;
  socklen_t room = sizeof peer;
  getpeername(client, (struct sockaddr*)&peer, &room);
  printf("the peer's name is it: %d\n", room == length && memcmp(&peer, &name, length) == 0);
  close(server);
  close(client);
  client = socket(AF_UNIX, SOCK_STREAM, 0);
  say("connect when it is closed", connect(client, (struct sockaddr*)&name, length));
  say("bind again", bind(client, (struct sockaddr*)&name, length));
  int chosen = socket(AF_UNIX, SOCK_DGRAM, 0);
  say("bind to no name", bind(chosen, (struct sockaddr*)&name, sizeof(sa_family_t)));
  room = sizeof peer;
  getsockname(chosen, (struct sockaddr*)&peer, &room);
  printf("a name was chosen: %u bytes, %d\n", (unsigned)room, peer.sun_path[0]);
  close(client);
  close(chosen);
  close(other);
}

static long send_path(int fd, const char* data, const char* path, int flags) {
  struct sockaddr_un address = named(path);
  return sendto(fd, data, strlen(data), flags, (struct sockaddr*)&address, sizeof address);
}

static void datagrams(void) {
  char buffer[64];
  struct sockaddr_un from;
  socklen_t length = sizeof from;
  int a = socket(AF_UNIX, SOCK_DGRAM, 0);
  int b = socket(AF_UNIX, SOCK_DGRAM, 0);
  say("send to nobody", send_path(a, "x", "b.sock", 0));
  say("send without a peer", send(a, "x", 1, 0));
  say("bind", bind_path(b, "b.sock"));
  say("send", send_path(a, "one", "b.sock", 0));
  say("send", send_path(a, "second", "b.sock", 0));
  say("recvfrom", recvfrom(b, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length));
  printf("from who has no name: %u bytes\n", (unsigned)length);
  say("recv", recv(b, buffer, 3, 0));
  say("bind of who has sent", bind_path(a, "a.sock"));
  send_path(a, "named", "b.sock", 0);
  length = sizeof from;
  say("recvfrom", recvfrom(b, buffer, sizeof buffer, 0, (struct sockaddr*)&from, &length));
  say_name("from", &from, length);
  say("answer", sendto(b, "back", 4, 0, (struct sockaddr*)&from, length));
  say("recv", recv(a, buffer, sizeof buffer, 0));
  say("connect", connect_path(a, "b.sock"));
  say("send", send(a, "to the peer", 11, 0));
  say("recv", recv(b, buffer, sizeof buffer, 0));
  int sent = 0;
  while (send(a, "x", 1, MSG_DONTWAIT) == 1) sent++;
  printf("a full queue: %s, after some: %d\n", strerror(errno), sent > 0);
  struct timeval limit = {.tv_usec = 50000};
  setsockopt(a, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  double start = now();
  say("send with a time limit", send(a, "x", 1, 0));
  say_elapsed("it ends", start, 49, 2000);
  recv(b, buffer, 1, 0);
  say("with room", send(a, "x", 1, 0));
  say("b hears only a", connect_path(b, "a.sock"));
  int c = socket(AF_UNIX, SOCK_DGRAM, 0);
  say("a stranger's send", send_path(c, "x", "b.sock", 0));
  close(b);
  say("send to who has closed", send(a, "x", 1, 0));
  unlink("b.sock");
  unlink("a.sock");
  close(a);
  close(c);
}

static void pairs(void) {
  int ends[2];
  char buffer[16];
  struct sockaddr_un name;
  socklen_t length = sizeof name;
  say("socketpair", socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
  printf("%d %d\n", (fcntl(ends[0], F_GETFL) & O_NONBLOCK) != 0, fcntl(ends[1], F_GETFD));
  say("getpeername", getpeername(ends[0], (struct sockaddr*)&name, &length));
  printf("%u bytes\n", (unsigned)length);
  say("recv of nothing", recv(ends[1], buffer, 1, 0));
  say("write", write(ends[0], "abc", 3));
  say("read", read(ends[1], buffer, sizeof buffer));
  say("shutdown", shutdown(ends[0], SHUT_WR));
  say("read at the end", read(ends[1], buffer, sizeof buffer));
  say("write", write(ends[1], "unread", 6));
  close(ends[0]);
  say("read after a close with bytes unread", read(ends[1], buffer, sizeof buffer));
  close(ends[1]);
  say("socketpair of datagrams", socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends));
  say("send", send(ends[0], "one", 3, 0));
  say("send", send(ends[0], "", 0, 0));
  say("send", send(ends[0], "three", 5, 0));
  say("recv", recv(ends[1], buffer, sizeof buffer, 0));
  say("recv", recv(ends[1], buffer, sizeof buffer, 0));
  say("recv of a part", recv(ends[1], buffer, 2, 0));
  say("recv of nothing", recv(ends[1], buffer, sizeof buffer, MSG_DONTWAIT));
  close(ends[1]);
  say("send to who has closed", send(ends[0], "x", 1, 0));
  close(ends[0]);
  say("socketpair over TCP", socketpair(AF_INET, SOCK_STREAM, 0, ends));
  say("socketpair of type 99", socketpair(AF_UNIX, 99, 0, ends));
}

int main(void) {
  const char* scratch = getenv("SCRATCH");
  if (!scratch || chdir(scratch) != 0) return 99;
  streams();
  abstract_names();
  datagrams();
  pairs();
}
