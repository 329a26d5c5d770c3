// SPDX-License-Identifier: MIT
// UDP, and sockets of AF_UNIX.

#include <unistd.h>

#include <fstream>

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;
using namespace std::string_literals;

namespace {

std::span<std::byte> bytes(std::string& buffer) {
  return std::as_writable_bytes(std::span(buffer));
}

}  // namespace

SCENARIO(udp_exchange) {
  Socket a = udp_socket(), b = udp_socket();
  say("sent", a.sendto("one", b.getsockname()));
  a.sendto("", b.getsockname());
  a.sendto("three", 0, b.getsockname());
  const auto [data, sender] = b.recvfrom(100);
  say("data", data);
  say("sender is a", sender == a.getsockname());
  say("empty", b.recvfrom(100));
  say("third", b.recv(100));
  say("answer", b.sendto("back", sender));
  say("back", a.recv(10));
}

SCENARIO(udp_truncates) {
  Socket a = udp_socket(), b = udp_socket();
  for (int i = 0; i < 3; ++i) a.sendto("hello", b.getsockname());
  say("peek", b.recv(2, MSG_PEEK));
  say("two", b.recvfrom(2).first);
  const Socket::Message message = b.recvmsg(3);
  say("three", message.data);
  say("truncated", (message.flags & MSG_TRUNC) != 0);
  say("sender", message.address == a.getsockname());
  std::string buffer(4, '\0');
  say("into", b.recvfrom_into(bytes(buffer)).first);
  say("buffer", buffer);
  b.setblocking(false);
  attempt("no more", [&] { return b.recvfrom(10); });
}

SCENARIO(udp_bad) {
  Socket a = udp_socket();
  attempt("no destination", [&] { return a.send("x"); });
  attempt("too long", [&] { return a.sendto(std::string(70000, 'x'), a.getsockname()); });
  attempt_text("port 65536", [&] { return a.sendto("x", {"127.0.0.1", 65536}); });
  attempt("port 0", [&] { return a.sendto("x", {"127.0.0.1", 0}); });
  attempt("no such name", [&] { return a.sendto("x", {"nowhere.invalid", 9}); });
  attempt("path", [&] { return a.sendto("x", Address("/tmp/x")); });
  attempt("broadcast", [&] { return a.sendto("x", {"<broadcast>", 9}); });
  attempt("unbound receives", [] {
    Socket s(AF_INET, SOCK_DGRAM);
    s.setblocking(false);
    return s.recvfrom(1);
  });
  attempt("negative", [&] { return a.recvfrom(-1); });
}

SCENARIO(udp_connected) {
  Socket a = udp_socket(), b = udp_socket(), other = udp_socket();
  attempt("connect", [&] { a.connect(b.getsockname()); });
  say("peer", a.getpeername() == b.getsockname());
  say("send", a.send("one"));
  attempt("sendall", [&] { a.sendall("two"); });
  say("one", b.recv(10));
  say("two", b.recv(10));
  other.sendto("stranger", a.getsockname());
  b.sendto("peer", a.getsockname());
  say("received", a.recv(20));
  say("sendto elsewhere", a.sendto("x", other.getsockname()));
  attempt("connect_ex", [&] { return a.connect_ex(other.getsockname()); });
}

SCENARIO(udp_refused) {
  Socket a = udp_socket();
  a.connect({"127.0.0.1", free_port()});
  attempt("send", [&] { return a.send("x"); });
  a.settimeout(5);
  attempt("recv", [&] { return a.recv(1); });
}

SCENARIO(udp_timeouts) {
  Socket a = udp_socket();
  a.settimeout(0.05);
  attempt("recvfrom", [&] { return a.recvfrom(10); });
  attempt("recv 0", [&] { return a.recv(0); });
  attempt("recvfrom 0", [&] { return a.recvfrom(0); });
  attempt("recvmsg 0", [&] { return a.recvmsg(0).data; });
  a.sendto("self", a.getsockname());
  attempt("recvfrom 0 takes one", [&] { return a.recvfrom(0).first; });
  a.setblocking(false);
  attempt("gone", [&] { return a.recv(10); });
}

SCENARIO(udp_inet6) {
  Socket a(AF_INET6, SOCK_DGRAM), b(AF_INET6, SOCK_DGRAM);
  a.bind({"::1", 0});
  b.bind({"::1", 0});
  a.sendto("six", b.getsockname());
  say("received", b.recvfrom(10));
  attempt("IPv4", [&] { return a.sendto("x", {"127.0.0.1", 9}); });
}

SCENARIO(udp_sendmsg) {
  Socket a = udp_socket(), b = udp_socket();
  say("sent", a.sendmsg({"one", "two"}, 0, b.getsockname()));
  say("received", b.recv(10));
  attempt("no destination", [&] { return a.sendmsg({"x"}); });
  attempt("bad destination", [&] { return a.sendmsg({"x"}, 0, {"127.0.0.1", 65536}); });
}

SCENARIO(unix_streams) {
  Socket listener(AF_UNIX);
  say("unbound", listener.getsockname());
  listener.bind(Address("server.sock"));
  listener.listen();
  say("bound", listener.getsockname());
  Socket client(AF_UNIX);
  client.connect(Address("server.sock"));
  auto [server, address] = listener.accept();
  say("address", address);
  say("peer", client.getpeername());
  say("client's name", client.getsockname());
  client.sendall("hello");
  say("received", server.recvfrom(10));
  attempt("bind again", [] { Socket(AF_UNIX).bind(Address("server.sock")); });
  ::unlink("server.sock");
  attempt("gone", [] { Socket(AF_UNIX).connect(Address("server.sock")); });
}

SCENARIO(unix_bad_paths) {
  Socket s(AF_UNIX);
  const std::string longest(107, 'x');
  attempt("none", [&] { s.connect(Address("none.sock")); });
  attempt("connect_ex", [&] { return s.connect_ex(Address("none.sock")); });
  attempt("no folder", [&] { s.bind(Address("none/x.sock")); });
  attempt("too long", [&] { s.bind(Address(std::string(108, 'x'))); });
  attempt("too long to connect", [&] { s.connect(Address(std::string(200, 'x'))); });
  attempt("host and port", [&] { s.bind({"127.0.0.1", 0}); });
  attempt("longest", [&] { s.bind(Address(longest)); });
  say("name", s.getsockname().path().size());
  ::unlink(longest.c_str());
  std::ofstream("plain").close();
  attempt("a plain file", [] { Socket(AF_UNIX).connect(Address("plain")); });
  attempt("below a file", [] { Socket(AF_UNIX).bind(Address("plain/x")); });
  attempt("not accepted", [] { return Socket(AF_UNIX).accept(); });
}

SCENARIO(unix_abstract) {
  const Address name("\0porthole-differential-cpp-"s + std::to_string(::getpid()));
  Socket listener(AF_UNIX);
  listener.bind(name);
  listener.listen();
  say("name", listener.getsockname().path().substr(0, 10));
  Socket client(AF_UNIX);
  attempt("connect", [&] { client.connect(name); });
  attempt("in use", [&] { Socket(AF_UNIX).bind(name); });
  Socket automatic(AF_UNIX);
  attempt("chosen by the system", [&] { automatic.bind(Address("")); });
  say("is abstract", automatic.getsockname().path().size());
}

SCENARIO(unix_datagrams) {
  Socket a(AF_UNIX, SOCK_DGRAM), b(AF_UNIX, SOCK_DGRAM);
  b.bind(Address("b.sock"));
  say("sent", a.sendto("unbound", Address("b.sock")));
  say("received", b.recvfrom(20));
  a.bind(Address("a.sock"));
  a.sendto("bound", Address("b.sock"));
  say("received", b.recvfrom(20));
  a.connect(Address("b.sock"));
  say("sent", a.send("peer"));
  say("received", b.recv(20));
  attempt("nobody", [&] { return b.sendto("x", Address("none.sock")); });
  attempt("unconnected", [&] { return b.send("x"); });
  auto pair = socketpair(AF_UNIX, SOCK_DGRAM);
  pair.first.send("pair");
  say("of a pair", pair.second.recvfrom(10));
  pair.first.close();
  attempt("refused", [&] { return pair.second.send("x"); });
}
