// SPDX-License-Identifier: MIT
#include "support/faults.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <deque>
#include <thread>

namespace porthole::test {
namespace {

constexpr std::size_t kinds = 10;

/// What stands behind the table, whose entries are plain functions, while a Faults lives.
struct State {
  os::Calls real{};
  std::array<std::deque<int>, kinds> errnos;
  std::array<int, kinds> counts{};
  std::array<int, kinds> delays{};
  int total = 0;
  int nth = 0;
  int nth_errno = 0;
  size_t most_sent = SIZE_MAX;
  size_t most_received = SIZE_MAX;
  int wait = 0;
};

State state;

std::size_t index(Call call) {
  return static_cast<std::size_t>(call);
}

/// The errno that this call fails with, or 0.
int fault(Call call) {
  const std::size_t kind = index(call);
  ++state.counts[kind];
  ++state.total;
  if (state.delays[kind] > 0) std::this_thread::sleep_for(std::chrono::milliseconds(state.delays[kind]));
  if (state.total == state.nth) return state.nth_errno;
  if (state.errnos[kind].empty()) return 0;
  const int number = state.errnos[kind].front();
  state.errnos[kind].pop_front();
  return number;
}

/// A function for the table that fails when the script says so, and else calls the system.
template <Call call, auto entry>
struct Faulty;

template <Call call, class Result, class... Arguments, Result (*os::Calls::*entry)(Arguments...)>
struct Faulty<call, entry> {
  static Result run(Arguments... arguments) {
    if (const int number = fault(call); number != 0) {
      errno = number;
      return -1;
    }
    return (state.real.*entry)(arguments...);
  }
};

template <Call call, auto entry>
void replace() {
  os::calls().*entry = Faulty<call, entry>::run;
}

ssize_t short_send(int fd, const void* data, size_t size, int flags) {
  return Faulty<Call::send, &os::Calls::send>::run(fd, data, std::min(size, state.most_sent), flags);
}

ssize_t short_recv(int fd, void* data, size_t size, int flags) {
  return Faulty<Call::recv, &os::Calls::recv>::run(fd, data, std::min(size, state.most_received), flags);
}

int noted_poll(pollfd* entries, nfds_t count, int timeout) {
  state.wait = timeout;
  return Faulty<Call::poll, &os::Calls::poll>::run(entries, count, timeout);
}

}  // namespace

Faults::Faults() : saved_(os::calls()) {
  state = State();
  state.real = saved_;
  replace<Call::accept, &os::Calls::accept>();
  replace<Call::connect, &os::Calls::connect>();
  replace<Call::recvfrom, &os::Calls::recvfrom>();
  replace<Call::recvmsg, &os::Calls::recvmsg>();
  replace<Call::select, &os::Calls::select>();
  replace<Call::sendmsg, &os::Calls::sendmsg>();
  replace<Call::sendto, &os::Calls::sendto>();
  os::calls().send = short_send;
  os::calls().recv = short_recv;
  os::calls().poll = noted_poll;
}

Faults::~Faults() {
  os::calls() = saved_;
}

void Faults::fail(Call call, std::initializer_list<int> errnos) {
  state.errnos[index(call)] = errnos;
}
void Faults::fail(Call call, int times, int number) {
  state.errnos[index(call)].assign(static_cast<std::size_t>(times), number);
}
void Faults::fail_nth(int nth, int number) {
  state.nth = nth;
  state.nth_errno = number;
}
void Faults::limit_sends(size_t most) {
  state.most_sent = most;
}
void Faults::limit_receives(size_t most) {
  state.most_received = most;
}
void Faults::slow(Call call, int milliseconds) {
  state.delays[index(call)] = milliseconds;
}

int Faults::count(Call call) const {
  return state.counts[index(call)];
}
int Faults::count() const {
  return state.total;
}
int Faults::last_wait() const {
  return state.wait;
}

}  // namespace porthole::test
