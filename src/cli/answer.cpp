// SPDX-License-Identifier: MIT
#include "cli/answer.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw Failure("the host's answer: " + why, 8);
}

bool same(std::string_view one, std::string_view other) {
  return std::ranges::equal(
      one, other, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

template <typename Number>
bool number(std::string_view digits, Number& value) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() && !digits.starts_with('-');
}

std::size_t head_size(std::string_view bytes) {
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n', end + 1)) {
    if (bytes.substr(end + 1).starts_with('\n')) return end + 2;
    if (bytes.substr(end + 1).starts_with("\r\n")) return end + 3;
  }
  return std::string_view::npos;
}

void read_status(std::string_view line, Answer& answer) {
  const bool shape = line.size() >= 12 && line.starts_with("HTTP/1.") && line[8] == ' ';
  if (!shape || !number(line.substr(9, 3), answer.status) || answer.status < 100) refuse("not HTTP");
}

void read_header(std::string_view line, Answer& answer) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string_view value = line.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  value = value.substr(0, value.find_last_not_of(" \t") + 1);
  if (same(line.substr(0, colon), "Transfer-Encoding") && !same(value, "identity"))
    refuse("Transfer-Encoding in reply to HTTP/1.0");
  if (!same(line.substr(0, colon), "Content-Length")) return;
  unsigned long long length = 0;
  if (!number(value, length) || (answer.length && *answer.length != length))
    refuse("Content-Length makes no sense");
  answer.length = length;
}

}  // namespace

std::optional<Answer> Answer::take(std::string& bytes) {
  constexpr std::string_view beginning = "HTTP/";
  if (!beginning.starts_with(std::string_view(bytes).substr(0, beginning.size()))) refuse("not HTTP");
  const std::size_t size = head_size(bytes);
  if (std::min(size, bytes.size()) > max_head) refuse("its head is longer than 64 KiB");
  if (size == std::string_view::npos) return std::nullopt;
  Answer answer;
  answer.head = bytes.substr(0, size);
  bytes.erase(0, size);
  std::string_view rest = answer.head;
  for (bool first = true; !rest.empty(); first = false) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    first ? read_status(line, answer) : read_header(line, answer);
  }
  return answer;
}

}  // namespace porthole::cli
