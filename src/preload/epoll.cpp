// SPDX-License-Identifier: MIT
// Waiting by epoll: which sockets join and leave a set, and what a wait on it reported.
#include <sys/epoll.h>

#include <algorithm>

#include "preload/call.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole::preload;

Real<int(int, int, int, epoll_event*)> real_epoll_ctl("epoll_ctl");
Real<int(int, epoll_event*, int, int)> real_epoll_wait("epoll_wait");
Real<int(int, epoll_event*, int, int, const sigset_t*)> real_epoll_pwait("epoll_pwait");

// The lower event bits are poll's own.
void add_events(Text& text, std::uint32_t events) {
  add_poll_events(text, static_cast<short>(events & 0x7fff));
}

/// An event tells what the program attached to the descriptor: mostly its number, else a pointer, which says
/// nothing.
void record_wait(Call& call, std::string_view name, int set, const epoll_event* events, int timeout,
                 int result) {
  constexpr int shown = 32;
  call.begin(name).number(set);
  if (timeout < 0)
    call.word("forever");
  else
    call.argument().seconds(timeout * 1000000LL);
  call.result(result);
  if (result <= 0) return;
  Text& text = call.after().add('[');
  for (int index = 0; index < std::min(result, shown); ++index) {
    text.add(index == 0 ? "" : ", ");
    const int attached = events[index].data.fd;
    if (attached >= 0 && attached < 65536) text.add(attached).add(' ');
    add_events(text, events[index].events);
  }
  text.add(result > shown ? ", …]" : "]");
}

}  // namespace

PORTHOLE_INTERPOSE int epoll_ctl(int set, int operation, int fd, epoll_event* event) noexcept {
  Call call;
  const int result = real_epoll_ctl(set, operation, fd, event);
  if (call.traced() && call.returned(fd)) {
    call.begin("epoll_ctl").number(set);
    call.word(operation == EPOLL_CTL_ADD   ? "EPOLL_CTL_ADD"
              : operation == EPOLL_CTL_MOD ? "EPOLL_CTL_MOD"
                                           : "EPOLL_CTL_DEL");
    call.number(fd);
    if (event != nullptr && operation != EPOLL_CTL_DEL) add_events(call.argument(), event->events);
    call.result(result);
  }
  return result;
}

PORTHOLE_INTERPOSE int epoll_wait(int set, epoll_event* events, int most, int timeout) {
  Call call;
  const int result = real_epoll_wait(set, events, most, timeout);
  if (call.returned()) record_wait(call, "epoll_wait", set, events, timeout, result);
  return result;
}

PORTHOLE_INTERPOSE int epoll_pwait(int set, epoll_event* events, int most, int timeout,
                                   const sigset_t* mask) {
  Call call;
  const int result = real_epoll_pwait(set, events, most, timeout, mask);
  if (call.returned()) record_wait(call, "epoll_pwait", set, events, timeout, result);
  return result;
}
