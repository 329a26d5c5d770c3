// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace porthole::cli {

/// Exit statuses, curl's numbers where it has one.
namespace Status {
inline constexpr int failed = 1;
inline constexpr int usage = 2;
inline constexpr int malformed_url = 3;
inline constexpr int name_not_found = 6;
inline constexpr int cannot_connect = 7;
inline constexpr int weird_reply = 8;
inline constexpr int access_denied = 9;
inline constexpr int partial = 18;
inline constexpr int http_error = 22;
inline constexpr int cannot_write = 23;
inline constexpr int cannot_read = 26;
inline constexpr int timed_out = 28;
inline constexpr int no_answer = 52;
inline constexpr int send_failed = 55;
inline constexpr int receive_failed = 56;
inline constexpr int login_denied = 67;
inline constexpr int not_found = 78;
}  // namespace Status

/// Ends the command: a message for people, without the program's name, and the exit status.
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& message, int status = Status::failed)
      : std::runtime_error(message), status_(status) {}

  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// The exit status of a command used wrongly.
constexpr int usage_status = Status::usage;

/// The status for what clients throw: Failure's own; by errno and call for network failures; weird_reply for
/// ProtocolError, receive_failed for EOFError, usage for std::invalid_argument; else failed. A command turns
/// its protocol's refusals into Failure itself (login_denied, not_found, …).
int exit_status(const std::exception& problem);

}  // namespace porthole::cli
