// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocols/imaplib/reader.hpp"

namespace porthole::hosts {

/// Cuts what a client sends into commands with their literals (RFC 3501 section 2.2, RFC 7888). What is too
/// large is not kept: a literal that waits for an answer is refused, one that does not is read past.
class CommandReader {
 public:
  static constexpr std::size_t max_line = std::size_t{16} * 1024;
  /// A message for APPEND is the largest thing there is.
  static constexpr std::uint64_t max_literal = std::uint64_t{10} * 1024 * 1024;
  /// Before a client has logged in.
  static constexpr std::uint64_t max_early_literal = 1024;
  static constexpr std::size_t max_literals = 100;
  /// Above this nothing is read past any more: the client is sent away.
  static constexpr std::uint64_t max_skipped = std::uint64_t{256} * 1024 * 1024;

  enum class Event {
    more,       ///< not enough has come
    go_ahead,   ///< a literal waits for `+`
    command,    ///< take() has it
    too_large,  ///< a literal or a line was; tag() says whose
    hopeless,   ///< the connection cannot be used any more
  };

  /// Takes from the front of `input` until something is to be done.
  Event feed(std::string& input, bool logged_in);
  /// The command, as the Scanner wants it.
  imaplib::Raw take();
  /// The first word of the command under way.
  [[nodiscard]] std::string tag() const;
  /// Takes one plain line, for AUTHENTICATE and IDLE; false where it is not whole yet.
  static bool take_line(std::string& input, std::string& line);

 private:
  Event end_line(bool logged_in);
  Event refuse();

  imaplib::Raw raw_;
  std::size_t line_start_ = 0;
  std::uint64_t literal_left_ = 0;
  std::uint64_t skip_ = 0;
  std::size_t literals_ = 0;
  bool refusing_ = false;
  std::string refused_tag_;
};

}  // namespace porthole::hosts
