// SPDX-License-Identifier: MIT
#include "socket/timeout.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "socket/error.hpp"
#include "socket/os.hpp"

namespace porthole {
namespace {

// Python keeps a timeout as a signed 64-bit count of nanoseconds.
constexpr double longest = 9223372036.0;

Timeout& default_timeout() {
  static Timeout value;
  return value;
}

}  // namespace

Timeout seconds(double value) {
  if (std::isnan(value)) throw std::invalid_argument("Invalid value NaN (not a number)");
  if (value > longest || value < -longest)
    throw std::overflow_error("timestamp out of range for platform time_t");
  if (value < 0) throw std::invalid_argument("Timeout value out of range");
  // Counted in nanoseconds, rounded up as Python does: what is more than nothing stays more than nothing.
  return std::chrono::ceil<std::chrono::nanoseconds>(std::chrono::duration<double>(value));
}

Timeout checked(Timeout value) {
  return value ? seconds(value->count()) : value;
}

Timeout getdefaulttimeout() noexcept {
  return default_timeout();
}
void setdefaulttimeout(Timeout value) {
  default_timeout() = checked(value);
}

Deadline::Deadline(Timeout value) {
  if (!value) return;
  const Clock::time_point now = Clock::now();
  // A limit beyond what the clock can count is as good as its last moment.
  const std::chrono::duration<double> most = Clock::time_point::max() - now;
  end_ = *value >= most ? Clock::time_point::max() : now + std::chrono::ceil<Clock::duration>(*value);
}

int Deadline::milliseconds() const {
  if (!end_) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*end_ - Clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, std::numeric_limits<int>::max()));
}

bool Deadline::passed() const {
  return end_ && Clock::now() >= *end_;
}

bool wait_for(int fd, short events, const Deadline& deadline) {
  // poll() passes over negative descriptors and would wait the whole time: the call itself says EBADF.
  if (fd < 0) return true;
  for (;;) {
    pollfd entry{.fd = fd, .events = events, .revents = 0};
    const int ready = PORTHOLE_OS(poll)(&entry, 1, deadline.milliseconds());
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) throw_error(errno, "poll");
    // A poll of the longest length may return before a deadline that lies further away.
    if (deadline.passed()) return false;
  }
}

}  // namespace porthole
