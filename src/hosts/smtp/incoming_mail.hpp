// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace porthole::hosts {

/// The text behind DATA, as it arrives, until CR LF dot CR LF; nothing else ends it, so that nobody can hide
/// a second message in the first (a bare LF before the dot is text).
class IncomingMail {
 public:
  /// The largest message; more is read to its end and forgotten.
  static constexpr std::size_t largest = std::size_t{4} * 1024 * 1024;

  /// Takes what belongs to the message off the input's front; true once its end has come.
  bool take(std::string& input);

  [[nodiscard]] bool too_large() const { return too_large_; }
  /// The whole message: dots undoubled, all line ends CR LF.
  [[nodiscard]] std::string text() const;

 private:
  // The line end before the first line, so that a dot there is found like any other.
  std::string bytes_ = "\r\n";
  bool too_large_ = false;
};

}  // namespace porthole::hosts
