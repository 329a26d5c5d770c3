// SPDX-License-Identifier: MIT
// Waiting: poll and select on sets that hold at least one socket.
#include <poll.h>
#include <sys/select.h>

#include <algorithm>
#include <climits>
#include <ctime>

#include "preload/call.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole::preload;

Real<int(pollfd*, nfds_t, int)> real_poll("poll");
Real<int(pollfd*, nfds_t, const timespec*, const sigset_t*)> real_ppoll("ppoll");
Real<int(int, fd_set*, fd_set*, fd_set*, timeval*)> real_select("select");
Real<int(int, fd_set*, fd_set*, fd_set*, const timespec*, const sigset_t*)> real_pselect("pselect");
Real<int(pollfd*, nfds_t, int, size_t)> real_poll_chk("__poll_chk");
Real<int(pollfd*, nfds_t, const timespec*, const sigset_t*, size_t)> real_ppoll_chk("__ppoll_chk");

/// Sets of more members are shown by their beginning.
constexpr nfds_t shown = 32;

void add_set(Text& text, const pollfd* set, nfds_t count, bool back) {
  text.add('[');
  bool first = true;
  for (nfds_t index = 0; index < std::min(count, shown); ++index) {
    const short events = back ? set[index].revents : set[index].events;
    if (back && events == 0) continue;
    text.add(first ? "" : ", ").add(set[index].fd).add(' ');
    add_poll_events(text, events);
    first = false;
  }
  text.add(count > shown ? ", …]" : "]");
}

bool any_socket(const pollfd* set, nfds_t count) {
  return std::any_of(set, set + std::min(count, shown), [](const pollfd& member) {
    Call probe;
    return member.fd >= 0 && probe.returned(member.fd);
  });
}

void record_poll(Call& call, std::string_view name, const pollfd* set, nfds_t count, long long timeout,
                 int result) {
  if (!call.returned() || !any_socket(set, count)) return;
  call.begin(name);
  add_set(call.argument(), set, count, false);
  if (timeout < 0)
    call.word("forever");
  else
    call.argument().seconds(timeout);
  call.result(result);
  if (result > 0) add_set(call.after(), set, count, true);
}

long long nanoseconds(const timespec* time) {
  return time == nullptr ? -1 : time->tv_sec * 1000000000LL + time->tv_nsec;
}

/// The sets of a select, as they went in or came back.
struct Sets {
  int count;
  fd_set* read;
  fd_set* write;
  fd_set* except;

  static void add(Text& text, std::string_view name, int count, fd_set* set, bool& later) {
    if (set == nullptr) return;
    text.add(later ? " " : "").add(name).add('[');
    later = true;
    bool first = true;
    for (int fd = 0; fd < count; ++fd) {
      if (!FD_ISSET(fd, set)) continue;
      text.add(first ? "" : " ").add(fd);
      first = false;
    }
    text.add(']');
  }

  void add_to(Text& text) const {
    bool later = false;
    add(text, "read", count, read, later);
    add(text, "write", count, write, later);
    add(text, "except", count, except, later);
  }

  [[nodiscard]] bool any_socket() const {
    for (int fd = 0; fd < count; ++fd) {
      const auto has = [fd](fd_set* set) { return set != nullptr && FD_ISSET(fd, set); };
      if (!has(read) && !has(write) && !has(except)) continue;
      Call probe;
      if (probe.returned(fd)) return true;
    }
    return false;
  }
};

void record_select(Call& call, std::string_view name, const Sets& asked, const Sets& got, long long timeout,
                   int result) {
  if (!call.returned() || !asked.any_socket()) return;
  call.begin(name);
  asked.add_to(call.argument());
  if (timeout < 0)
    call.word("forever");
  else
    call.argument().seconds(timeout);
  call.result(result);
  if (result > 0) got.add_to(call.after());
}

/// Copies of the sets as the program gave them, for the record: select overwrites them.
struct Asked {
  fd_set read{}, write{}, except{};
  Sets sets{};

  Asked(int count, fd_set* r, fd_set* w, fd_set* e) {
    const int within = std::clamp(count, 0, int{FD_SETSIZE});
    const auto copy = [](fd_set* from, fd_set& to) { return from == nullptr ? nullptr : &(to = *from); };
    sets = {within, copy(r, read), copy(w, write), copy(e, except)};
  }
};

}  // namespace

PORTHOLE_INTERPOSE int poll(pollfd* set, nfds_t count, int timeout) {
  Call call;
  const int result = real_poll(set, count, timeout);
  if (call.traced()) record_poll(call, "poll", set, count, timeout < 0 ? -1 : timeout * 1000000LL, result);
  return result;
}

PORTHOLE_INTERPOSE int ppoll(pollfd* set, nfds_t count, const timespec* timeout, const sigset_t* mask) {
  Call call;
  const int result = real_ppoll(set, count, timeout, mask);
  if (call.traced()) record_poll(call, "ppoll", set, count, nanoseconds(timeout), result);
  return result;
}

PORTHOLE_INTERPOSE int select(int count, fd_set* read, fd_set* write, fd_set* except, timeval* timeout) {
  Call call;
  if (!call.traced()) return real_select(count, read, write, except, timeout);
  const long long limit =
      timeout == nullptr ? -1 : timeout->tv_sec * 1000000000LL + timeout->tv_usec * 1000LL;
  const Asked asked(count, read, write, except);
  const int result = real_select(count, read, write, except, timeout);
  record_select(call, "select", asked.sets, {asked.sets.count, read, write, except}, limit, result);
  return result;
}

PORTHOLE_INTERPOSE int pselect(int count, fd_set* read, fd_set* write, fd_set* except,
                               const timespec* timeout, const sigset_t* mask) {
  Call call;
  if (!call.traced()) return real_pselect(count, read, write, except, timeout, mask);
  const Asked asked(count, read, write, except);
  const int result = real_pselect(count, read, write, except, timeout, mask);
  record_select(call, "pselect", asked.sets, {asked.sets.count, read, write, except}, nanoseconds(timeout),
                result);
  return result;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the C library's.
PORTHOLE_INTERPOSE int __poll_chk(pollfd* set, nfds_t count, int timeout, size_t room) {
  return room / sizeof(pollfd) < count ? real_poll_chk(set, count, timeout, room) : poll(set, count, timeout);
}

PORTHOLE_INTERPOSE int __ppoll_chk(pollfd* set, nfds_t count, const timespec* timeout, const sigset_t* mask,
                                   size_t room) {
  return room / sizeof(pollfd) < count ? real_ppoll_chk(set, count, timeout, mask, room)
                                       : ppoll(set, count, timeout, mask);
}
// NOLINTEND(bugprone-reserved-identifier)
