// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace porthole::cli {

/// Tells on standard error how a transfer goes: bytes, percent where the whole is known, rate, time left. One
/// line, written anew at most ten times a second; by itself only where standard error is a terminal.
class Progress {
 public:
  enum class When { on_terminal, always, never };

  explicit Progress(std::string what, std::optional<std::uint64_t> total = {}, When when = When::on_terminal);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So many bytes have gone until now, of `total` where that has become known.
  void update(std::uint64_t done);
  void set_total(std::uint64_t total) { total_ = total; }
  /// The last line, which stays on the screen. Without it the line is wiped out at the end.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string line() const;

  std::string what_;
  std::optional<std::uint64_t> total_;
  std::uint64_t done_ = 0;
  bool shown_ = false;
  bool wanted_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = {};
};

/// 999 B, 1.0 kB, 12.3 MB: decimal, as networks count.
std::string byte_count(double bytes);

}  // namespace porthole::cli
