// SPDX-License-Identifier: MIT
#include "hosts/pop3/message_lines.hpp"

#include <algorithm>
#include <utility>

namespace porthole::hosts {
namespace {

/// Takes a line off the front, without its LF or CR LF.
std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::size_t end_of_top(std::string_view message, std::size_t body_lines) {
  std::string_view rest = message;
  while (!rest.empty() && !take_line(rest).empty()) continue;
  for (; body_lines > 0 && !rest.empty(); --body_lines) take_line(rest);
  return message.size() - rest.size();
}

}  // namespace

std::size_t octets_of(std::string_view message) {
  std::size_t octets = 0;
  while (!message.empty()) octets += take_line(message).size() + 2;
  return octets;
}

MessageLines::MessageLines(Content message, std::optional<std::size_t> body_lines)
    : message_(std::move(message)), left_(*message_) {
  if (body_lines) left_ = left_.substr(0, end_of_top(left_, *body_lines));
}

bool MessageLines::write(Outbox& out) {
  while (!left_.empty()) {
    if (out.full()) return false;
    const std::string_view line = take_line(left_);
    if (line.starts_with('.')) out.write(".");
    out.write(line);
    out.write("\r\n");
  }
  out.write(".\r\n");
  return true;
}

}  // namespace porthole::hosts
