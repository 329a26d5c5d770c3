// SPDX-License-Identifier: MIT
#include "hosts/loop.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <iterator>
#include <utility>

namespace porthole::hosts {

int Loop::listen(Host& host, const Address& at) {
  Socket socket(AF_INET, SOCK_STREAM);
  socket.bind(at);
  socket.listen(128);
  socket.setblocking(false);
  const Address here = socket.getsockname();
  listeners_.push_back({host, std::move(socket)});
  host.listening(here, *this);
  return here.port();
}

void Loop::dial(const Address& from, const Address& to,
                std::function<std::unique_ptr<Session>(Outbox& out)> make) {
  if (outgoing_.size() >= most_outgoing) return;
  try {
    Client client{Socket(AF_INET, SOCK_STREAM), std::chrono::minutes(15)};
    client.dialling = std::move(make);
    client.socket.setblocking(false);
    client.socket.bind(from);
    client.socket.connect_ex(to);  // how it went, poll tells
    // Before those that are served in this turn, whose results of poll follow one another.
    outgoing_.push_front(std::move(client));
  } catch (const error&) {
    return;  // `make` ends with it
  }
}

/// So many that descriptors do not run out: an accept that fails for that reason would be tried again without
/// end.
void Loop::divide_descriptors() {
  constexpr long for_the_process = 16;
  const long open_max = sysconf(_SC_OPEN_MAX);
  if (open_max < 0 || listeners_.empty()) return;
  // FTP's passive ports have nothing to say about themselves and few clients; together they count as one
  // host.
  const auto passive =
      std::ranges::count_if(listeners_, [](const Listener& each) { return each.host.about().empty(); });
  const auto hosts = static_cast<long>(listeners_.size()) - passive + (passive > 0 ? 1 : 0);
  clients_a_host_ = static_cast<std::size_t>(
      std::clamp((open_max - for_the_process - passive) / hosts - 1, 1L, most_clients));
}

void Loop::run(int stop) {
  divide_descriptors();
  std::vector<pollfd> fds;
  for (;;) {
    fds.assign(1, {stop, POLLIN, 0});
    for (const Listener& listener : listeners_) {
      const bool room = listener.clients.size() < clients_a_host_ && listener.resting_until <= Clock::now();
      fds.push_back({room ? listener.socket.fileno() : -1, POLLIN, 0});
      for (const Client& client : listener.clients) fds.push_back(wanted(client));
    }
    const std::size_t outgoing = outgoing_.size();
    for (const Client& client : outgoing_) fds.push_back(wanted(client));
    if (::poll(fds.data(), fds.size(), next_timeout()) < 0) {
      if (errno == EINTR) continue;
      throw_error(errno, "poll");
    }
    if (fds.front().revents != 0) return;
    auto ready = fds.begin() + 1;
    for (Listener& listener : listeners_) {
      const bool arrivals = (ready++)->revents != 0;
      for (auto client = listener.clients.begin(); client != listener.clients.end();)
        client = serve(*client, (ready++)->revents) ? std::next(client) : listener.clients.erase(client);
      if (arrivals) accept(listener);
    }
    // Those that were dialled in this turn stand in front and have no result yet.
    auto client = std::prev(outgoing_.end(), static_cast<std::ptrdiff_t>(outgoing));
    while (client != outgoing_.end()) {
      const short events = (ready++)->revents;
      const bool lives = client->dialling ? connected(*client, events) : serve(*client, events);
      client = lives ? std::next(client) : outgoing_.erase(client);
    }
  }
}

/// A turn of a connection that is being made; false when it will not be.
bool Loop::connected(Client& client, short events) {
  if (events == 0) return Clock::now() - client.progress < dialling_time;
  try {
    if (client.socket.getsockopt(SOL_SOCKET, SO_ERROR) != 0) return false;
    client.session = std::exchange(client.dialling, {})(client.out);
    client.progress = Clock::now();
  } catch (const error&) {
    return false;
  }
  return client.session != nullptr;
}

pollfd Loop::wanted(const Client& client) {
  if (client.dialling) return {client.socket.fileno(), POLLOUT, 0};
  const bool room = client.closing || (!client.out.full() && client.input.size() < most_input);
  const bool reads = !client.input_ended && room;
  const auto events = static_cast<short>((reads ? POLLIN : 0) | (client.out.waiting().empty() ? 0 : POLLOUT));
  return {events != 0 ? client.socket.fileno() : -1, events, 0};
}

/// Until the next refill is due, or the next client runs out of time.
int Loop::next_timeout() const {
  auto next = Clock::time_point::max();
  const auto consider = [&next](const Client& client) {
    const Clock::duration grace = client.dialling  ? dialling_time
                                  : client.closing ? lingering
                                                   : client.patience;
    next = std::min(next, client.progress + grace);
    if (!client.out.full()) next = std::min(next, client.out.refill_at().value_or(next));
  };
  for (const Listener& listener : listeners_) {
    if (listener.resting_until > Clock::now()) next = std::min(next, listener.resting_until);
    std::ranges::for_each(listener.clients, consider);
  }
  std::ranges::for_each(outgoing_, consider);
  if (next == Clock::time_point::max()) return -1;
  const auto wait =
      std::chrono::ceil<std::chrono::milliseconds>(std::max(next, Clock::now()) - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(wait, 0, INT_MAX));
}

void Loop::accept(Listener& listener) const {
  try {
    while (listener.clients.size() < clients_a_host_) {
      auto [socket, peer] = listener.socket.accept();
      Client accepted{std::move(socket), listener.host.patience()};
      accepted.socket.setblocking(false);
      // What a client sends as urgent (FTP's ABOR) belongs to its commands.
      accepted.socket.setsockopt(SOL_SOCKET, SO_OOBINLINE, 1);
      // In its place before it is greeted: others may wake the session by its outbox.
      Client& client = listener.clients.emplace_back(std::move(accepted));
      client.session = listener.host.greet_from(peer, client.out);
      if (!client.session) listener.clients.pop_back();
    }
  } catch (const BlockingIOError&) {
    return;  // nobody is left to accept
  } catch (const error&) {
    // The client has gone again; or something has run out, and then trying at once would spin.
    listener.resting_until = Clock::now() + std::chrono::milliseconds(50);
  }
}

bool Loop::serve(Client& client, short events) {
  try {
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) read(client);
    for (bool held = true; held;) {  // again when the session had to wait for room that there is now
      if (!client.closing) converse(client);
      held = client.out.full();
      write(client);
      held = held && !client.out.full();
    }
    if (client.out.finished() && client.out.waiting().empty() && !client.closing) {
      client.socket.shutdown(SHUT_WR);
      client.closing = true;
      client.progress = Clock::now();
    }
  } catch (const error&) {
    return false;
  }
  if (client.closing && client.input_ended) return false;
  return Clock::now() - client.progress < (client.closing ? lingering : client.patience);
}

void Loop::read(Client& client) {
  try {
    const std::string bytes = client.socket.recv(read_size);
    if (bytes.empty()) client.input_ended = true;
    if (!client.closing) client.input += bytes;
  } catch (const BlockingIOError&) {
    return;  // poll will tell
  }
}

/// Lets the session say what it can with the input and the room there is.
void Loop::converse(Client& client) {
  Outbox& out = client.out;
  if (!out.full() && out.refill_at().value_or(Clock::time_point::max()) <= Clock::now()) {
    out.clear_refill();
    client.session->refill(out);
  }
  if (!out.finished() && !out.full() && !client.input.empty()) client.session->received(client.input, out);
  if (out.finished() || out.full() || out.refill_at()) return;
  if (client.input.size() >= most_input) return out.finish();
  if (client.input_ended) client.session->ended(out);
}

void Loop::write(Client& client) {
  try {
    while (!client.out.waiting().empty()) {
      client.out.sent(client.socket.send(client.out.waiting()));
      client.progress = Clock::now();
    }
  } catch (const BlockingIOError&) {
    return;  // poll will tell
  }
}

}  // namespace porthole::hosts
