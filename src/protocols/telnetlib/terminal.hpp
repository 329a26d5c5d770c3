// SPDX-License-Identifier: MIT
#pragma once

#include <termios.h>

#include "protocols/telnetlib/telnet.hpp"

namespace porthole::telnetlib {

/// The terminal of this program, which is put back as it was at the end.
class Terminal {
 public:
  explicit Terminal(int fd);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// False where the descriptor is no terminal; then nothing below does anything.
  [[nodiscard]] bool exists() const { return exists_; }
  /// Raw: every key comes at once, is not echoed and means nothing by itself. Otherwise as it was: lines,
  /// edited and echoed here.
  void set_raw(bool raw);
  [[nodiscard]] bool raw() const { return raw_; }

 private:
  int fd_;
  bool exists_;
  bool raw_ = false;
  termios before_{};
};

/// The window of a terminal; none where the descriptor is none, or does not know.
std::optional<WindowSize> window_of(int fd);

/// As long as it lives, a change of the window interrupts poll() with EINTR.
class WindowSignal {
 public:
  WindowSignal();
  ~WindowSignal();
  WindowSignal(const WindowSignal&) = delete;
  WindowSignal& operator=(const WindowSignal&) = delete;

 private:
  void (*before_)(int);
};

}  // namespace porthole::telnetlib
