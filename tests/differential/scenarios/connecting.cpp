// SPDX-License-Identifier: MIT
// bind, listen, connect and accept, with good and bad addresses.

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;

SCENARIO(bind_and_getsockname) {
  Socket s;
  say("unbound", s.getsockname());
  s.bind({"127.0.0.1", 0});
  say("bound", s.getsockname());
  attempt("twice", [&] { s.bind({"127.0.0.1", 0}); });
  Socket any_host;
  any_host.bind({"", 0});
  say("any", any_host.getsockname());
  Socket name;
  name.bind({"localhost", 0});
  say("by name", name.getsockname());
  Socket u(AF_INET, SOCK_DGRAM);
  attempt("broadcast", [&] { u.bind({"<broadcast>", 0}); });
  say("after", u.getsockname().host());
}

SCENARIO(bind_bad) {
  Socket s;
  Socket taken = create_server({"127.0.0.1", 0});
  attempt("address in use", [&] { s.bind(taken.getsockname()); });
  attempt("not ours", [&] { s.bind({"198.51.100.7", 0}); });
  attempt("no such name", [&] { s.bind({"no such host.invalid", 0}); });
  attempt_text("port 65536", [&] { s.bind({"127.0.0.1", 65536}); });
  attempt_text("port -1", [&] { s.bind({"127.0.0.1", -1}); });
  attempt("path", [&] { s.bind(Address("/tmp/x")); });
  attempt("NUL in host", [&] { s.bind({std::string("127.0.0.1\0", 10), 0}); });
  attempt("an IPv6 address", [&] { s.bind({"::1", 0}); });
}

SCENARIO(bind_inet6) {
  Socket s(AF_INET6);
  say("unbound", s.getsockname());
  s.bind({"::1", 0});
  say("bound", s.getsockname());
  Socket t(AF_INET6);
  t.bind({"", 0, 0, 0});
  say("any", t.getsockname());
  Socket u(AF_INET6);
  attempt_text("flowinfo", [&] { u.bind({"::1", 0, 0x100000}); });
  attempt("IPv4", [&] { u.bind({"127.0.0.1", 0}); });
  attempt("broadcast", [&] { u.bind({"<broadcast>", 0}); });
  attempt("path", [&] { u.bind(Address("x")); });
  attempt("mapped", [&] { u.bind({"::ffff:127.0.0.1", 0}); });
  say("is", u.getsockname());
}

SCENARIO(listen_backlogs) {
  Socket s;
  s.bind({"127.0.0.1", 0});
  attempt("default", [&] { s.listen(); });
  attempt("again", [&] { s.listen(1); });
  attempt("zero", [&] { s.listen(0); });
  attempt("negative", [&] { s.listen(-1); });
  Socket client;
  client.connect(s.getsockname());
  say("accepted", s.accept().first);
  attempt("unbound", [] { Socket().listen(); });
  attempt("udp", [] { Socket(AF_INET, SOCK_DGRAM).listen(); });
}

SCENARIO(accept_bad) {
  attempt("not listening", [] { return Socket().accept(); });
  attempt("udp", [] { return Socket(AF_INET, SOCK_DGRAM).accept(); });
  auto pair = tcp_pair();
  attempt("connected", [&] { return pair.second.accept(); });
}

SCENARIO(accept_gives_socket_and_address) {
  Socket listener = create_server({"127.0.0.1", 0});
  listener.settimeout(3);
  Socket client;
  client.connect(listener.getsockname());
  auto [server, address] = listener.accept();
  say("socket", server);
  say("address", address);
  say("peer is the client", server.getpeername() == client.getsockname());
  say("client's peer is us", client.getpeername() == server.getsockname());
  say("address is the client's", address == client.getsockname());
  say("timeout", server.gettimeout());
  setdefaulttimeout(7);
  Socket again;
  again.connect(listener.getsockname());
  say("default timeout", listener.accept().first.gettimeout());
}

SCENARIO(accept_nonblocking_and_timeout) {
  Socket listener = create_server({"127.0.0.1", 0});
  listener.setblocking(false);
  attempt("non-blocking", [&] { return listener.accept(); });
  listener.settimeout(0.1);
  say("in time", took_about(0.1, [&] { attempt("timeout", [&] { return listener.accept(); }); }));
  Socket client = create_connection(listener.getsockname());
  Socket server = listener.accept().first;
  say("accepted blocks", server.getblocking());
  client.sendall("x");
  say("received", server.recv(1));
}

SCENARIO(connect_refused) {
  const int port = free_port();
  attempt("connect", [&] { Socket().connect({"127.0.0.1", port}); });
  attempt("connect_ex", [&] { return Socket().connect_ex({"127.0.0.1", port}); });
  Socket s;
  s.settimeout(5);
  attempt("with timeout", [&] { s.connect({"127.0.0.1", port}); });
  Socket t;
  t.settimeout(5);
  attempt("connect_ex with timeout", [&] { return t.connect_ex({"127.0.0.1", port}); });
  attempt("SO_ERROR after", [&] { return t.getsockopt(SOL_SOCKET, SO_ERROR); });
  attempt("IPv6", [&] { Socket(AF_INET6).connect({"::1", port}); });
}

SCENARIO(connect_bad_addresses) {
  Socket s;
  std::string chinese;
  for (int i = 0; i < 100; ++i) chinese += "\u4e2d";
  attempt("no such name", [&] { s.connect({"nowhere.invalid", 80}); });
  attempt("connect_ex no such name", [&] { return s.connect_ex({"nowhere.invalid", 80}); });
  attempt_text("port 70000", [&] { s.connect({"127.0.0.1", 70000}); });
  attempt_text("connect_ex port 70000", [&] { return s.connect_ex({"127.0.0.1", 70000}); });
  attempt_text("port -1", [&] { s.connect({"127.0.0.1", -1}); });
  attempt("path", [&] { s.connect(Address("/tmp/none")); });
  attempt("connect_ex path", [&] { return s.connect_ex(Address("/tmp/none")); });
  attempt("empty path", [&] { s.connect(Address("")); });
  attempt("space", [&] { s.connect({"a b", 80}); });
  attempt("NUL", [&] { s.connect({std::string("a\0b", 3), 80}); });
  attempt("empty label", [&] { s.connect({"a..b", 80}); });
  attempt("label of 64", [&] { s.connect({std::string(64, 'a') + ".invalid", 80}); });
  attempt("300 characters", [&] { s.connect({std::string(300, 'a'), 80}); });
  attempt("Chinese label of 100", [&] { s.connect({chinese, 80}); });
  attempt("IPv6 on IPv4", [&] { s.connect({"::1", 80}); });
  attempt("short form", [&] { return s.connect_ex({"127.1", free_port()}); });
  attempt("broadcast", [&] { s.connect({"<broadcast>", 80}); });
}

SCENARIO(connect_states) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  attempt("connected", [&] { client.connect({"127.0.0.1", 9}); });
  attempt("connect_ex connected", [&] { return client.connect_ex(server.getsockname()); });
  Socket listener = create_server({"127.0.0.1", 0});
  attempt("listening", [&] { listener.connect({"127.0.0.1", 9}); });
  attempt("getpeername unconnected", [] { return Socket().getpeername(); });
  attempt("getpeername listening", [&] { return listener.getpeername(); });
  attempt("after refusal", [&] {
    Socket s;
    s.connect_ex({"127.0.0.1", free_port()});
    return s.connect_ex(listener.getsockname());
  });
}

SCENARIO(connect_nonblocking) {
  Socket listener = create_server({"127.0.0.1", 0});
  Socket s;
  s.setblocking(false);
  attempt("connect", [&] { s.connect(listener.getsockname()); });
  say("writable", select({}, {s}, {}, seconds(5)).writable.size());
  attempt("SO_ERROR", [&] { return s.getsockopt(SOL_SOCKET, SO_ERROR); });
  attempt("connect again", [&] { return s.connect_ex(listener.getsockname()); });
  Socket t;
  t.setblocking(false);
  attempt("connect_ex", [&] { return t.connect_ex(listener.getsockname()); });
  Socket u;
  u.settimeout(0);
  attempt("refused later", [&] { return u.connect_ex({"127.0.0.1", free_port()}); });
  select({}, {u}, {}, seconds(5));
  attempt("SO_ERROR of it", [&] { return u.getsockopt(SOL_SOCKET, SO_ERROR); });
}

SCENARIO(connect_with_timeout) {
  Socket listener = create_server({"127.0.0.1", 0});
  Socket s;
  s.settimeout(5);
  attempt("connect", [&] { s.connect(listener.getsockname()); });
  say("timeout", s.gettimeout());
  Socket t;
  t.settimeout(5);
  attempt("connect_ex", [&] { return t.connect_ex(listener.getsockname()); });
}

SCENARIO(connect_times_out) {
  Socket listener;
  listener.bind({"127.0.0.1", 0});
  listener.listen(0);
  Socket first;
  first.connect(listener.getsockname());
  Socket s, t;
  s.settimeout(0.2);
  t.settimeout(0.2);
  say("in time", took_about(0.2, [&] { attempt("connect", [&] { s.connect(listener.getsockname()); }); }));
  attempt("connect_ex", [&] { return t.connect_ex(listener.getsockname()); });
}

SCENARIO(create_connection_ways) {
  Socket listener = create_server({"127.0.0.1", 0});
  const int port = listener.getsockname().port();
  const auto from = [](Address source) { return ConnectionOptions{.source_address = std::move(source)}; };
  attempt("by number", [&] { return create_connection({"127.0.0.1", port}); });
  attempt("by name", [&] { return create_connection({"localhost", port}); });
  say("timeout", create_connection({"127.0.0.1", port}, 2.5).gettimeout());
  Socket source = create_connection({"127.0.0.1", port}, from({"127.0.0.2", 0}));
  say("source", source.getsockname());
  attempt("bad source", [&] { return create_connection({"127.0.0.1", port}, 1, from({"198.51.100.7", 0})); });
  const int closed = free_port();
  attempt("refused", [&] { return create_connection({"127.0.0.1", closed}); });
  attempt("refused, all",
          [&] { return create_connection({"127.0.0.1", closed}, ConnectionOptions{.all_errors = true}); });
  attempt("no such name", [] { return create_connection({"nowhere.invalid", 80}); });
  attempt("bad timeout", [&] { return create_connection({"127.0.0.1", port}, -1); });
  attempt("port 70000", [] { return create_connection({"127.0.0.1", 70000}); });
}

SCENARIO(create_server_ways) {
  Socket listener = create_server({"127.0.0.1", 0});
  say("listens", listener);
  say("SO_REUSEADDR", listener.getsockopt(SOL_SOCKET, SO_REUSEADDR) != 0);
  attempt("in use", [&] { return create_server(listener.getsockname()); });
  Socket six = create_server({"::1", 0}, {.family = AF_INET6});
  say("IPv6", six.getsockname());
  say("V6ONLY", six.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY));
  Socket both = create_server({"", 0}, {.family = AF_INET6, .backlog = 3, .dualstack_ipv6 = true});
  say("dual", both.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY));
  Socket client = create_connection({"127.0.0.1", both.getsockname().port()});
  say("IPv4 peer", both.accept().second.host());
  say("client", client.getpeername());
  attempt("dual on IPv4", [] { return create_server({"", 0}, {.dualstack_ipv6 = true}); });
  Socket shared = create_server({"127.0.0.1", 0}, {.reuse_port = true});
  attempt("reuse_port", [&] { return create_server(shared.getsockname(), {.reuse_port = true}); });
}
