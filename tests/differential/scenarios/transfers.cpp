// SPDX-License-Identifier: MIT
// Moving bytes over streams: every receive and send, with good and bad arguments.

#include <signal.h>
#include <sys/time.h>

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;

namespace {

constexpr std::size_t million = 1000000;

std::span<std::byte> bytes(std::string& buffer) {
  return std::as_writable_bytes(std::span(buffer));
}

}  // namespace

SCENARIO(recv_sizes) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  client.sendall(std::string("hello\0\xff", 7));
  say("part", server.recv(2));
  say("rest", server.recv(100));
  attempt("nothing", [&] { return server.recv(0); });
  attempt("negative", [&] { return server.recv(-1); });
  client.sendall(std::string(10000, 'x'));
  say("large", receive_exactly(server, 10000).size());
  client.close();
  say("end", server.recv(10));
  say("end again", server.recv(10));
  say("nothing at end", server.recv(0));
  attempt("unconnected", [] { return Socket().recv(10); });
}

SCENARIO(recv_flags) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  attempt("don't wait", [&] { return server.recv(10, MSG_DONTWAIT); });
  client.sendall("hello");
  say("all", server.recv(2, MSG_WAITALL));
  say("peek", server.recv(10, MSG_PEEK));
  say("again", server.recv(10));
  client.send("!", MSG_OOB);
  attempt("no urgent byte", [&] { return client.recv(1, MSG_OOB); });
}

SCENARIO(recv_into_buffers) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  std::string buffer = "........";
  client.sendall("abc");
  say("whole", server.recv_into(bytes(buffer)));
  say("buffer", buffer);
  client.sendall("defgh");
  say("two", server.recv_into(bytes(buffer), 2));
  say("buffer", buffer);
  say("zero is all", server.recv_into(bytes(buffer), 0));
  say("buffer", buffer);
  attempt("negative", [&] { return server.recv_into(bytes(buffer), -1); });
  attempt("too much", [&] { return server.recv_into(bytes(buffer), 9); });
  attempt("empty buffer", [&] { return server.recv_into({}); });
  client.close();
  say("end", server.recv_into(bytes(buffer)));
}

SCENARIO(recvfrom_on_a_stream) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  client.sendall("hello");
  say("recvfrom", server.recvfrom(2));
  attempt("negative", [&] { return server.recvfrom(-1); });
  std::string buffer(8, '\0');
  say("into", server.recvfrom_into(bytes(buffer)));
  attempt("into negative", [&] { return server.recvfrom_into(bytes(buffer), -1); });
  attempt("into too much", [&] { return server.recvfrom_into(bytes(buffer), 9); });
  client.close();
  say("end", server.recvfrom(10));
  attempt("unconnected", [] { return Socket().recvfrom(10); });
}

SCENARIO(send_kinds) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  say("some", client.send(std::string("a\0b", 3)));
  say("none", client.send(""));
  say("flags", client.send("c", MSG_DONTWAIT));
  say("received", receive_exactly(server, 4));
  attempt("unconnected", [] { return Socket().send("x"); });
  attempt("sendall nothing", [&] { client.sendall(""); });
  attempt("sendall unconnected", [] { Socket().sendall("x"); });
  attempt("sendto an address", [&] { return client.sendto("to", {"127.0.0.1", 9}); });
  say("received", server.recv(10));
}

SCENARIO(send_after_the_peer_closed) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  server.close();
  attempt("first", [&] { return client.send("x"); });
  client.settimeout(5);
  attempt("reset", [&] { return client.recv(1); });
  attempt("second", [&] { return client.send("x"); });
  attempt("sendall", [&] { client.sendall("x"); });
  attempt("sendto", [&] { return client.sendto("x", {"127.0.0.1", 9}); });
  attempt("sendmsg", [&] { return client.sendmsg({"x"}); });
}

SCENARIO(recv_after_a_reset) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  server.setsockopt(SOL_SOCKET, SO_LINGER, std::string("\1\0\0\0\0\0\0\0", 8));
  server.close();
  attempt("recv", [&] { return client.recv(10); });
  attempt("again", [&] { return client.recv(10); });
  attempt("getpeername", [&] { return client.getpeername(); });
}

SCENARIO(sendall_over_a_full_buffer) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  client.setsockopt(SOL_SOCKET, SO_SNDBUF, 8192);
  server.setsockopt(SOL_SOCKET, SO_RCVBUF, 8192);
  client.settimeout(0.2);
  const std::string data(20 * million, 'x'), some(million, 'x');
  say("in time", took_about(0.2, [&] { attempt("sendall", [&] { client.sendall(data); }); }));
  attempt("send, full", [&] { return client.send(some); });
  client.setblocking(false);
  attempt("non-blocking", [&] { client.sendall(data); });
  attempt("send, non-blocking", [&] { return client.send(some); });
  attempt("sendmsg, non-blocking", [&] { return client.sendmsg({some}); });
}

SCENARIO(send_may_be_short) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  client.setblocking(false);
  const std::size_t sent = client.send(std::string(50 * million, 'x'));
  say("something", sent > 0);
  say("not all", sent < 50 * million);
  say("arrives", receive_exactly(server, sent).size() == sent);
}

SCENARIO(recv_nonblocking_and_timeout) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  server.setblocking(false);
  std::string buffer(4, '\0');
  attempt("recv", [&] { return server.recv(1); });
  attempt("recv_into", [&] { return server.recv_into(bytes(buffer)); });
  attempt("recvfrom", [&] { return server.recvfrom(1); });
  attempt("recvmsg", [&] { return server.recvmsg(1).data; });
  server.settimeout(0.1);
  say("in time", took_about(0.1, [&] { attempt("recv", [&] { return server.recv(1); }); }));
  attempt("recv_into", [&] { return server.recv_into(bytes(buffer)); });
  attempt("recvfrom", [&] { return server.recvfrom(1); });
  attempt("recvfrom_into", [&] { return server.recvfrom_into(bytes(buffer)); });
  attempt("recvmsg", [&] { return server.recvmsg(1).data; });
  client.sendall("late");
  attempt("and then", [&] { return server.recv(10); });
  client.shutdown(SHUT_WR);
  attempt("end", [&] { return server.recv(10); });
}

SCENARIO(interrupted_by_signals) {
  auto pair = tcp_pair();
  Socket& server = pair.second;
  server.settimeout(0.3);
  struct sigaction ignore{}, old{};
  ignore.sa_handler = [](int) {};  // no SA_RESTART: calls are interrupted
  ::sigaction(SIGALRM, &ignore, &old);
  const itimerval ticks{{0, 50000}, {0, 50000}}, none{};
  ::setitimer(ITIMER_REAL, &ticks, nullptr);
  say("in time", took_about(0.3, [&] { attempt("recv", [&] { return server.recv(1); }); }));
  ::setitimer(ITIMER_REAL, &none, nullptr);
  ::sigaction(SIGALRM, &old, nullptr);
}

SCENARIO(sendmsg_and_recvmsg) {
  auto pair = socketpair();
  Socket &a = pair.first, &b = pair.second;
  say("sent", a.sendmsg({"one", "", "two"}));
  const Socket::Message message = b.recvmsg(10);
  say("data", message.data);
  say("flags", message.flags);
  attempt("none", [&] { return a.sendmsg({}); });
  attempt("negative", [&] { return b.recvmsg(-1).data; });
  a.close();
  say("end", b.recvmsg(10).data);
  attempt("broken", [&] { return b.sendmsg({"x"}); });
  attempt("unconnected", [] { return Socket().sendmsg({"x"}); });
}
