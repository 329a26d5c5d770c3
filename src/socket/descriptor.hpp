// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>
#include <string>
#include <string_view>

#include "socket/error.hpp"
#include "socket/os.hpp"
#include "socket/timeout.hpp"

namespace porthole {

/// What a Socket and the Files made from it share: the descriptor and its state. The last of them closes it.
struct Descriptor {
  Descriptor(int open_fd, int its_family, int its_type, int its_proto) noexcept
      : fd(open_fd), family(its_family), type(its_type), proto(its_proto) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  /// Closes now, whoever still uses it; throws what close() reports, except ECONNRESET.
  void close_now();
  void set_timeout(Timeout value);

  int fd;
  int family;
  int type;
  int proto;
  Timeout timeout;
  int files = 0;        ///< open Files from makefile()
  bool closed = false;  ///< Socket::close() was called
  std::string peer;     ///< for messages: what connect() or accept() named
};

/// Runs one call of the system under the socket's timeout, the way CPython's sock_call does: with a timeout
/// it waits for readiness first; EINTR is retried with what is left; an EAGAIN after readiness goes back to
/// waiting. `operation` returns the call's result, -1 with errno set on failure.
template <class Operation>
auto call_within(const Descriptor& descriptor, const Deadline& deadline, short events, std::string_view name,
                 std::string_view target, Operation operation) {
  const bool limited = descriptor.timeout && descriptor.timeout->count() > 0;
  for (;;) {
    if (limited && !wait_for(descriptor.fd, events, deadline)) throw timeout(name, target);
    const auto result = operation();
    if (result >= 0) return result;
    if (errno == EINTR) continue;
    if (limited && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (deadline.passed()) throw timeout(name, target);
      continue;
    }
    throw_error(errno, name, target);
  }
}

template <class Operation>
auto call_within(const Descriptor& descriptor, short events, std::string_view name, Operation operation) {
  // Without a timeout nobody asks for the deadline, so the clock is not read.
  const Deadline deadline(descriptor.timeout && descriptor.timeout->count() > 0 ? descriptor.timeout
                                                                                : Timeout());
  return call_within(descriptor, deadline, events, name, descriptor.peer, operation);
}

}  // namespace porthole
