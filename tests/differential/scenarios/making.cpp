// SPDX-License-Identifier: MIT
// Making sockets, their state, and the ways they end.

#include <fcntl.h>
#include <unistd.h>

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;

SCENARIO(make_families) {
  attempt("default", [] { return Socket(); });
  attempt("udp", [] { return Socket(AF_INET, SOCK_DGRAM); });
  attempt("tcp by protocol", [] { return Socket(AF_INET, SOCK_STREAM, IPPROTO_TCP); });
  attempt("inet6", [] { return Socket(AF_INET6, SOCK_STREAM); });
  attempt("unix", [] { return Socket(AF_UNIX, SOCK_STREAM); });
  attempt("unix datagram", [] { return Socket(AF_UNIX, SOCK_DGRAM); });
}

SCENARIO(make_bad) {
  attempt("family", [] { return Socket(12345); });
  attempt("type", [] { return Socket(AF_INET, 77); });
  attempt("protocol of another type", [] { return Socket(AF_INET, SOCK_STREAM, IPPROTO_UDP); });
  attempt("protocol of unix", [] { return Socket(AF_UNIX, SOCK_STREAM, 99); });
}

SCENARIO(make_nonblocking) {
  Socket s(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  say("socket", s);
  say("timeout", s.gettimeout());
  say("blocking", s.getblocking());
}

SCENARIO(close_on_exec) {
  Socket s;
  auto [client, server] = tcp_pair();
  Socket copy = s.dup();
  const std::pair<const char*, Socket*> all[] = {
      {"socket", &s}, {"connect", &client}, {"accept", &server}, {"dup", &copy}};
  for (const auto& [label, made] : all) say(label, (::fcntl(made->fileno(), F_GETFD) & FD_CLOEXEC) != 0);
}

SCENARIO(close_twice) {
  Socket s;
  s.close();
  attempt("again", [&] { s.close(); });
  say("fileno", s.fileno());
  attempt("bind", [&] { s.bind({"127.0.0.1", 0}); });
  attempt("listen", [&] { s.listen(); });
  attempt("accept", [&] { s.accept(); });
  attempt("connect", [&] { s.connect({"127.0.0.1", 9}); });
  attempt("connect_ex", [&] { return s.connect_ex({"127.0.0.1", 9}); });
  attempt("recv", [&] { return s.recv(10); });
  attempt("send", [&] { return s.send("x"); });
  attempt("sendall", [&] { s.sendall("x"); });
  attempt("shutdown", [&] { s.shutdown(SHUT_RDWR); });
  attempt("getsockname", [&] { return s.getsockname(); });
  attempt("getpeername", [&] { return s.getpeername(); });
  attempt("dup", [&] { return s.dup(); });
  attempt("settimeout", [&] { s.settimeout(1.0); });
  say("timeout", s.gettimeout());
  say("family", s.family());
}

SCENARIO(detach_gives_the_descriptor) {
  auto pair = tcp_pair();
  auto& [client, server] = pair;
  const int fd = client.detach();
  say("is a descriptor", fd >= 0);
  say("fileno", client.fileno());
  attempt("send", [&] { return pair.first.send("x"); });
  attempt("again", [&] { return pair.first.detach(); });
  Socket again = Socket::from_fd(fd);
  say("taken over", again);
  again.sendall("hello");
  say("received", server.recv(10));
}

SCENARIO(from_a_descriptor) {
  Socket u(AF_INET6, SOCK_DGRAM);
  say("udp6", Socket::from_fd(u.detach()));
  auto [a, b] = socketpair();
  say("unix", Socket::from_fd(a.detach()));
  attempt("negative", [] { return Socket::from_fd(-1); });
  attempt("not open", [] { return Socket::from_fd(987); });
  int ends[2];
  if (::pipe(ends) != 0) return;
  attempt("not a socket", [&] { return Socket::from_fd(ends[0]); });
  ::close(ends[0]);
  ::close(ends[1]);
  say("other end", b.recv(1));
}

SCENARIO(dup_shares_the_socket) {
  auto [client, server] = tcp_pair();
  client.settimeout(2.5);
  Socket copy = client.dup();
  say("same descriptor", copy.fileno() == client.fileno());
  say("timeout", copy.gettimeout());
  client.close();
  copy.sendall("still open");
  say("received", server.recv(20));
  copy.close();
  say("end", server.recv(20));
}

SCENARIO(socketpair_kinds) {
  auto [a, b] = socketpair();
  say("first", a);
  a.sendall("one");
  say("received", b.recv(10));
  say("name", a.getsockname());
  say("peer", a.getpeername());
  auto [c, d] = socketpair(AF_UNIX, SOCK_DGRAM);
  c.send("one");
  c.send("two");
  say("datagram", d.recv(10));
  say("datagram", d.recv(10));
  attempt("inet", [] { return socketpair(AF_INET, SOCK_STREAM); });
}

SCENARIO(socketpair_takes_the_default_timeout) {
  setdefaulttimeout(1.5);
  auto [a, b] = socketpair();
  say("first", a.gettimeout());
  say("second", b.gettimeout());
  say("socket", Socket().gettimeout());
  auto [client, server] = tcp_pair();
  say("connected", client.gettimeout());
  say("accepted", server.gettimeout());
  say("from descriptor", Socket::from_fd(client.detach()).gettimeout());
}

SCENARIO(shutdown_ways) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  attempt("write", [&] { client.shutdown(SHUT_WR); });
  say("peer reads", server.recv(10));
  attempt("send after", [&] { return client.send("x"); });
  server.sendall("back");
  say("still reads", client.recv(10));
  attempt("read", [&] { client.shutdown(SHUT_RD); });
  say("read after", client.recv(10));
  attempt("bad", [&] { client.shutdown(9); });
  attempt("not connected", [] { Socket().shutdown(SHUT_RDWR); });
  Socket u(AF_INET, SOCK_DGRAM);
  attempt("udp", [&] { u.shutdown(SHUT_RDWR); });
}
