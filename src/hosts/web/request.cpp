// SPDX-License-Identifier: MIT
#include "hosts/web/request.hpp"

#include <algorithm>
#include <cctype>

namespace porthole::hosts {
namespace {

constexpr int bad_request = 400;
constexpr int head_too_large = 431;
constexpr int version_unknown = 505;

bool is_token(std::string_view word) {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
    return std::isalnum(c) != 0 || marks.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

std::string_view trimmed(std::string_view words) {
  const std::size_t first = words.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return words.substr(first, words.find_last_not_of(" \t") - first + 1);
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// How many bytes the head has, its empty line included; npos while that is not there.
std::size_t head_size(std::string_view input) {
  for (std::size_t end = input.find('\n'); end != std::string_view::npos; end = input.find('\n', end + 1)) {
    const std::string_view after = input.substr(end + 1);
    if (after.starts_with('\n')) return end + 2;
    if (after.starts_with("\r\n")) return end + 3;
  }
  return std::string_view::npos;
}

int parse_version(std::string_view version, HttpRequest& request) {
  if (version.size() != 8 || !version.starts_with("HTTP/") || version[6] != '.' ||
      std::isdigit(version[5]) == 0 || std::isdigit(version[7]) == 0)
    return bad_request;
  if (version[5] != '1') return version_unknown;
  request.minor_version = version[7] == '0' ? 0 : 1;
  return 0;
}

int parse_target(std::string_view target, HttpRequest& request) {
  if (target.starts_with(
          "http://")) {  // the form proxies are sent, which RFC 9112 section 3.2.2 asks to accept
    target.remove_prefix(7);
    const std::size_t slash = target.find('/');
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  if (target == "*" && request.method == "OPTIONS") {  // the host itself, RFC 9110 section 9.3.7
    request.path = target;
    return 0;
  }
  if (!target.starts_with('/')) return bad_request;
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  return 0;
}

int parse_request_line(std::string_view line, HttpRequest& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad_request;
  request.method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(request.method) || target.find(' ') != std::string_view::npos) return bad_request;
  const int refused = parse_version(line.substr(last + 1), request);
  return refused != 0 ? refused : parse_target(target, request);
}

bool has_controls(std::string_view head) {
  return std::ranges::any_of(
      head, [](unsigned char c) { return (c < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7f; });
}

/// Garbage is told so at its first line, not when its sender gives up.
int refused_early(std::string_view input) {
  if (has_controls(input)) return bad_request;
  HttpRequest request;
  return input.find('\n') == std::string_view::npos ? 0 : parse_request_line(take_line(input), request);
}

int parse(std::string_view head, HttpRequest& request) {
  if (has_controls(head)) return bad_request;
  if (const int refused = parse_request_line(take_line(head), request)) return refused;
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return bad_request;
    request.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  const auto is_host = [](const auto& header) { return same_ignoring_case(header.first, "host"); };
  const auto hosts = std::ranges::count_if(request.headers, is_host);
  return hosts > 1 || (hosts == 0 && request.minor_version > 0) ? bad_request : 0;
}

}  // namespace

bool same_ignoring_case(std::string_view one, std::string_view other) {
  return std::ranges::equal(
      one, other, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::optional<std::string_view> HttpRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same_ignoring_case(key, name)) return value;
  return std::nullopt;
}

bool HttpRequest::header_has(std::string_view name, std::string_view token) const {
  for (const auto& [key, value] : headers) {
    if (!same_ignoring_case(key, name)) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view item = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(item.size() + 1, rest.size()));
      if (same_ignoring_case(trimmed(item), token)) return true;
    }
  }
  return false;
}

bool HttpRequest::keep_alive() const {
  if (header_has("Connection", "close")) return false;
  return minor_version > 0 || header_has("Connection", "keep-alive");
}

HttpParse take_request(std::string& input) {
  input.erase(0, std::min(input.find_first_not_of("\r\n"), input.size()));
  const std::size_t size = head_size(input);
  if (std::min(size, input.size()) > HttpRequest::max_head) return {std::nullopt, head_too_large};
  if (size == std::string_view::npos) return {std::nullopt, refused_early(input)};
  HttpRequest request;
  if (const int refused = parse(std::string_view(input).substr(0, size), request))
    return {std::nullopt, refused};
  request.head = input.substr(0, size);
  request.head.resize(request.head.find_last_not_of("\r\n") + 1);
  input.erase(0, size);
  return {std::move(request), 0};
}

}  // namespace porthole::hosts
