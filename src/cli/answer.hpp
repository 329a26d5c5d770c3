// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace porthole::cli {

/// The head of an answer to an HTTP/1.0 request: what `porthole get` needs of it (RFC 9112 sections 4
/// and 6.3).
struct Answer {
  static constexpr std::size_t max_head = std::size_t{64} * 1024;

  int status = 0;
  /// The body's length if the host announced it; otherwise the body ends with the connection.
  std::optional<unsigned long long> length;
  /// Status line and headers as they came, with the empty line.
  std::string head;

  /// Takes the head off the front of `bytes` once it is complete; nothing before that. Throws Failure, with
  /// curl's status 8, for what is no HTTP answer, for a head above the limit, and for a coding that 1.0 does
  /// not have.
  static std::optional<Answer> take(std::string& bytes);
};

}  // namespace porthole::cli
