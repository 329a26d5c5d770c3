// SPDX-License-Identifier: MIT
// The bytes of one socket of a page, both ways, within the credits.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>

namespace porthole::engine {

class Frames;
class Outlet;

/// Upward, what the host's TCP does not take at once waits here, never more than the window; downward nothing
/// waits.
class Pipe {
 public:
  /// `attend` is called after bytes of the page were taken, when its owner has something to do: the
  /// connection died
  /// (`error`), bytes wait, or credit is worth a message. `host` stays its owner's.
  Pipe(Frames& frames, int host, std::uint32_t number, std::int64_t window, std::int64_t may_send,
       std::function<void()> attend);
  Pipe(Pipe const&) = delete;
  Pipe& operator=(Pipe const&) = delete;
  ~Pipe();

  /// Counts bytes that are about to be pushed, which the caller has checked against `allowed`.
  void count(std::size_t size);

  /// Takes bytes that were counted, in several pieces.
  void push(std::span<iovec const> pieces);

  /// Sends what waits; whether any of it was taken.
  bool drain();

  /// Credit to return to the page: what the host took, once it is worth a message.
  std::int64_t give_back();

  /// Sends the page one piece of what the host has sent, within the page's credit. The number of bytes; 0 at
  /// the host's end, -1 when there is nothing yet or no credit, -2 when the connection died.
  long read();

  /// Sends the page the next bytes by another way.
  void divert(Outlet& outlet) { outlet_ = &outlet; }

  /// Drops what waits, and takes no more.
  void clear();

  [[nodiscard]] bool waiting() const noexcept { return !queue_.empty(); }

  std::int64_t allowed;    ///< bytes that the page may still send
  std::int64_t may_send;   ///< bytes that the page still takes
  bool accepting = false;  ///< whether data messages are taken
  int error = 0;
  std::uint64_t up = 0;
  std::uint64_t down = 0;

 private:
  std::size_t send(std::span<iovec const> pieces);

  Frames* frames_;
  Outlet* outlet_;  // downward
  int host_;
  std::uint32_t number_;
  std::int64_t window_;
  std::int64_t uncredited_ = 0;
  std::function<void()> attend_;
  std::deque<std::string> queue_;
  std::size_t first_sent_ = 0;
};

}  // namespace porthole::engine
