// SPDX-License-Identifier: MIT
#include "hosts/smtp/incoming_mail.hpp"

#include <algorithm>
#include <string_view>

namespace porthole::hosts {

bool IncomingMail::take(std::string& input) {
  constexpr std::string_view ending = "\r\n.\r\n";
  const std::size_t from = bytes_.size() - std::min(bytes_.size(), ending.size() - 1);
  bytes_ += input;
  input.clear();
  const std::size_t end = bytes_.find(ending, from);
  if (end != std::string::npos) {
    input = bytes_.substr(end + ending.size());
    bytes_.resize(end + 2);
  }
  if (bytes_.size() > largest + 2) {
    too_large_ = true;
    bytes_.erase(0, bytes_.size() - (ending.size() - 1));
  }
  return end != std::string::npos;
}

std::string IncomingMail::text() const {
  std::string text;
  text.reserve(bytes_.size());
  for (std::size_t at = 2; at < bytes_.size(); ++at) {
    const char byte = bytes_[at];
    if (byte == '.' && bytes_[at - 1] == '\n' && bytes_[at - 2] == '\r') continue;
    if (byte == '\n' && bytes_[at - 1] == '\r' && at > 2) continue;
    if (byte == '\r' || byte == '\n')
      text += "\r\n";
    else
      text += byte;
  }
  return text;
}

}  // namespace porthole::hosts
