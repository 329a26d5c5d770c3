// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

namespace porthole::cli {

/// Ends the command: a message for people, without the program's name, and the exit status.
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& message, int status = 1)
      : std::runtime_error(message), status_(status) {}

  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// The exit status of a command used wrongly.
constexpr int usage_status = 2;

}  // namespace porthole::cli
