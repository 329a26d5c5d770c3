// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>

#include "socket/os.hpp"

namespace porthole::test {

/// The calls that may wait, and so may be interrupted.
enum class Call { accept, connect, poll, recv, recvfrom, recvmsg, select, send, sendmsg, sendto };

/// Puts failing calls in the place of the system's while it lives, and puts the system's back. One at a time.
class Faults {
 public:
  Faults();
  ~Faults();
  Faults(const Faults&) = delete;
  Faults& operator=(const Faults&) = delete;

  /// The next calls of this kind fail with these errnos, in order (0 lets one through), or so many times
  /// with the same.
  void fail(Call call, std::initializer_list<int> errnos);
  void fail(Call call, int times, int number);
  /// Call number nth (from 1) of all that may wait fails with this errno, and only it.
  void fail_nth(int nth, int number);
  /// send takes at most so many bytes a call.
  void limit_sends(size_t most);
  /// recv gives at most so many bytes a call.
  void limit_receives(size_t most);
  /// Each call of this kind takes at least so many milliseconds.
  void slow(Call call, int milliseconds);

  /// How many calls were made: of one kind, and of all kinds.
  int count(Call call) const;
  int count() const;
  /// The timeout that poll() was last called with.
  int last_wait() const;

 private:
  os::Calls saved_;
};

}  // namespace porthole::test
