// SPDX-License-Identifier: MIT
#include "cli/progress.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <string_view>

namespace porthole::cli {

std::string byte_count(double bytes) {
  constexpr std::array<std::string_view, 5> units = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  // 999.95 would be printed as 1000.0.
  while (bytes >= 999.95 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f " : "%.1f ", bytes);
  return text.data() + std::string(units.at(unit));
}

Progress::Progress(std::string what, std::optional<std::uint64_t> total, When when)
    : what_(std::move(what)),
      total_(total),
      wanted_(when == When::always || (when == When::on_terminal && isatty(STDERR_FILENO) == 1)) {}

Progress::~Progress() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

std::string Progress::line() const {
  const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done_) / elapsed : 0;
  std::string text = what_ + ": " + byte_count(static_cast<double>(done_));
  if (total_ && *total_ > 0) {
    text += " of " + byte_count(static_cast<double>(*total_)) + ", ";
    text += std::to_string(done_ >= *total_ ? 100 : done_ * 100 / *total_) + "%";
  }
  text += ", " + byte_count(rate) + "/s";
  if (total_ && done_ < *total_ && rate > 0)
    text +=
        ", " + std::to_string(static_cast<long>(static_cast<double>(*total_ - done_) / rate) + 1) + " s left";
  return text;
}

void Progress::update(std::uint64_t done) {
  done_ = done;
  if (!wanted_ || Clock::now() - last_ < std::chrono::milliseconds(100)) return;
  last_ = Clock::now();
  shown_ = true;
  std::cerr << '\r' << line() << "\x1b[K" << std::flush;
}

void Progress::finish() {
  if (wanted_) std::cerr << (shown_ ? "\r" : "") << line() << (shown_ ? "\x1b[K" : "") << std::endl;
  shown_ = false;
  wanted_ = false;
}

}  // namespace porthole::cli
