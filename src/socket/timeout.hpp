// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <type_traits>

namespace porthole {

/// A timeout in seconds; none means to wait as long as it takes, 0 not to wait at all.
using Timeout = std::optional<std::chrono::duration<double>>;

/// A plain number of seconds. A template parameter and not a double, so that {} is "no timeout" and never 0.
template <class Number>
concept Seconds = std::is_arithmetic_v<Number>;

/// A Timeout from plain seconds, checked as Python checks: negative and NaN are std::invalid_argument, more
/// than the clock can count is std::overflow_error.
Timeout seconds(double value);
/// The same check for a Timeout.
Timeout checked(Timeout value);

/// The timeout that new sockets start with (none unless set). As in Python it holds for the whole program.
Timeout getdefaulttimeout() noexcept;
void setdefaulttimeout(Timeout value);
void setdefaulttimeout(Seconds auto value) {
  setdefaulttimeout(seconds(static_cast<double>(value)));
}

/// One moment on the monotonic clock by which a whole call has to be done, however often it is interrupted.
class Deadline {
 public:
  explicit Deadline(Timeout value);

  /// What is left for poll(), in milliseconds rounded up; -1 without a deadline, 0 when it has passed.
  int milliseconds() const;
  bool passed() const;

 private:
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> end_;
};

/// Waits until the descriptor has one of the poll() events; false when the deadline passed first. EINTR is
/// retried with what is left. A closed descriptor (-1) is ready: the call that follows fails. Throws error
/// where poll() itself fails.
bool wait_for(int fd, short events, const Deadline& deadline);

}  // namespace porthole
