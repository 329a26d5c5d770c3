// SPDX-License-Identifier: MIT
// select() and poll().

#include <cmath>
#include <map>

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;

namespace {

std::vector<std::size_t> counts(const Selected& ready) {
  return {ready.readable.size(), ready.writable.size(), ready.exceptional.size()};
}

std::map<int, short> events(Poll& poll) {
  const auto ready = poll.poll(seconds(5));
  return {ready.begin(), ready.end()};
}

bool only_event(Poll& poll, int event) {
  const auto ready = poll.poll(seconds(5));
  return ready.size() == 1 && ready[0].second == event;
}

}  // namespace

SCENARIO(select_reads_and_writes) {
  auto [client, server] = tcp_pair();
  say("writable", select({}, {client}, {}, seconds(5)).writable == std::vector{client.fileno()});
  say("not readable", select({server}, {}, {}, seconds(0)).readable);
  client.sendall("x");
  say("readable", select({server}, {}, {}, seconds(5)).readable == std::vector{server.fileno()});
  say("both", counts(select({client, server}, {client, server}, {}, seconds(5))));
  say("descriptors", select({server.fileno()}, {}, {}, seconds(5)).readable.size());
  client.close();
  server.recv(1);
  say("end is readable", select({server}, {}, {}, seconds(5)).readable.size());
}

SCENARIO(select_times_out) {
  auto pair = tcp_pair();
  const Socket& server = pair.second;
  say("in time", took_about(0.1, [&] { say("ready", counts(select({server}, {}, {}, seconds(0.1)))); }));
  say("no descriptors", took_about(0.05, [] { say("ready", counts(select({}, {}, {}, seconds(0.05)))); }));
}

SCENARIO(select_bad) {
  auto pair = tcp_pair();
  const Socket& server = pair.second;
  Socket closed;
  const int number = closed.fileno();
  closed.close();
  attempt("closed", [&] { return select({closed}, {}, {}, seconds(0)).readable; });
  attempt("negative", [] { return select({-1}, {}, {}, seconds(0)).readable; });
  attempt("not open", [&] { return select({number}, {}, {}, seconds(0)).readable; });
  attempt("too large", [] { return select({5000}, {}, {}, seconds(0)).readable; });
  const auto within = [&](double limit) {
    return select({server}, {}, {}, std::chrono::duration<double>(limit)).readable;
  };
  attempt("negative timeout", [&] { return within(-1); });
  attempt("NaN", [&] { return within(std::nan("")); });
  attempt("1e300", [&] { return within(1e300); });
}

SCENARIO(select_a_listener) {
  Socket listener = create_server({"127.0.0.1", 0});
  say("nobody", select({listener}, {}, {}, seconds(0)).readable.size());
  Socket client;
  client.connect(listener.getsockname());
  say("somebody", select({listener}, {}, {}, seconds(5)).readable.size());
}

SCENARIO(select_urgent_data) {
  auto [client, server] = tcp_pair();
  client.send("!", MSG_OOB);
  say("exceptional", select({}, {}, {server}, seconds(5)).exceptional.size());
  say("urgent", server.recv(1, MSG_OOB));
}

SCENARIO(select_a_file) {
  auto [client, server] = tcp_pair();
  File file = server.makefile("rb");
  client.sendall("x");
  say("readable", select({file}, {}, {}, seconds(5)).readable.size());
  file.close();
  attempt("closed", [&] { return select({file}, {}, {}, seconds(0)).readable.size(); });
}

SCENARIO(poll_events) {
  auto [client, server] = tcp_pair();
  Poll poll;
  poll.add(server, POLLIN);
  poll.add(client);
  client.sendall("x");
  auto ready = events(poll);
  say("server", ready[server.fileno()] == POLLIN);
  say("client", ready[client.fileno()] == POLLOUT);
  poll.modify(server, POLLOUT);
  say("modified", events(poll)[server.fileno()] == POLLOUT);
  poll.unregister(client);
  say("one less", events(poll).size());
  say("values", std::vector{POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL});
}

SCENARIO(poll_ends) {
  auto [client, server] = tcp_pair();
  Poll poll;
  poll.add(server, POLLIN);
  client.shutdown(SHUT_WR);
  say("half-closed", only_event(poll, POLLIN));
  server.shutdown(SHUT_WR);
  say("both", only_event(poll, POLLIN | POLLHUP));
  server.close();
  say("gone", only_event(poll, POLLNVAL));
}

SCENARIO(poll_bad) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  Socket closed;
  closed.close();
  Poll poll;
  attempt("closed", [&] { poll.add(closed); });
  attempt("modify", [&] { poll.modify(server, POLLIN); });
  attempt("unregister", [&] { poll.unregister(server); });
  say("empty", poll.poll(seconds(0)).size());
  poll.add(server, POLLIN);
  poll.add(server, POLLIN);
  say("in time", took_about(0.1, [&] { say("nothing", poll.poll(seconds(0.1)).size()); }));
  say("at once", poll.poll(seconds(0)).size());
  client.sendall("x");
  say("twice is once", poll.poll(seconds(5)).size());
}

SCENARIO(poll_waits_without_end) {
  auto [client, server] = tcp_pair();
  client.sendall("x");
  Poll poll;
  poll.add(server, POLLIN);
  say("poll", poll.poll().size());
  say("select", select({server}).readable.size());
}
