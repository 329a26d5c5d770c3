// SPDX-License-Identifier: MIT
#include "protocols/urllib/parse.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace porthole::urllib {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// How long the scheme is that the URL begins with; 0 where it has none.
std::size_t scheme_size(std::string_view url) {
  const auto fits = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  const std::size_t colon = url.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(url[0])) return 0;
  return std::all_of(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(colon), fits) ? colon : 0;
}

/// "user:password" of a netloc, where there is an "@".
std::optional<std::string_view> user_part(std::string_view netloc) {
  const std::size_t at = netloc.rfind('@');
  if (at == std::string_view::npos) return std::nullopt;
  return netloc.substr(0, at);
}

/// "hostname:port" of a netloc.
std::string_view host_part(std::string_view netloc) {
  const std::size_t at = netloc.rfind('@');
  return at == std::string_view::npos ? netloc : netloc.substr(at + 1);
}

/// RFC 3986 section 5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool absolute = path.starts_with('/');
  if (absolute) path.remove_prefix(1);
  bool folder = false;
  for (bool more = true; more;) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    more = slash != std::string_view::npos;
    if (more) path.remove_prefix(slash + 1);
    folder = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!folder) kept.push_back(segment);
  }
  std::string result = absolute ? "/" : "";
  for (std::size_t index = 0; index < kept.size(); ++index) {
    if (index > 0) result += '/';
    result += kept[index];
  }
  if (folder && !kept.empty()) result += '/';
  return result;
}

std::string merged(const SplitResult& base, std::string_view path) {
  if (!base.netloc.empty() && base.path.empty()) return '/' + std::string(path);
  const std::size_t slash = base.path.rfind('/');
  return (slash == std::string::npos ? "" : base.path.substr(0, slash + 1)) + std::string(path);
}

}  // namespace

SplitResult urlsplit(std::string_view url, std::string_view scheme) {
  SplitResult parts;
  const std::size_t size = scheme_size(url);
  parts.scheme = lowered(size == 0 ? scheme : url.substr(0, size));
  if (size > 0) url.remove_prefix(size + 1);
  if (url.starts_with("//")) {
    url.remove_prefix(2);
    parts.netloc = url.substr(0, url.find_first_of("/?#"));
    url.remove_prefix(parts.netloc.size());
    const std::string_view host = host_part(parts.netloc);
    const std::size_t end = host.find(']');
    if (host.starts_with('[') && end == std::string_view::npos)
      throw std::invalid_argument("the address in brackets does not end");
    if (host.starts_with('[') ? end + 1 < host.size() && host[end + 1] != ':'
                              : host.find_first_of("[]") != std::string_view::npos)
      throw std::invalid_argument("what follows the address is no port");
  }
  if (const std::size_t hash = url.find('#'); hash != std::string_view::npos) {
    parts.fragment = url.substr(hash + 1);
    url = url.substr(0, hash);
  }
  if (const std::size_t mark = url.find('?'); mark != std::string_view::npos) {
    parts.query = url.substr(mark + 1);
    url = url.substr(0, mark);
  }
  parts.path = url;
  return parts;
}

std::string urlunsplit(const SplitResult& parts) {
  std::string url;
  if (!parts.scheme.empty()) url += parts.scheme + ':';
  const bool rooted = parts.path.starts_with('/');
  if (!parts.netloc.empty() || parts.path.starts_with("//") || (!parts.scheme.empty() && rooted))
    url += "//" + parts.netloc;
  if (!parts.netloc.empty() && !parts.path.empty() && !rooted) url += '/';
  url += parts.path;
  if (!parts.query.empty()) url += '?' + parts.query;
  if (!parts.fragment.empty()) url += '#' + parts.fragment;
  return url;
}

std::pair<std::string, std::string> urldefrag(std::string_view url) {
  const std::size_t hash = std::min(url.find('#'), url.size());
  return {std::string(url.substr(0, hash)), std::string(url.substr(std::min(hash + 1, url.size())))};
}

std::string urljoin(std::string_view base, std::string_view url) {
  if (base.empty()) return std::string(url);
  if (url.empty()) return std::string(base);
  const SplitResult from = urlsplit(base);
  SplitResult to = urlsplit(url, from.scheme);
  if (to.scheme != from.scheme) return std::string(url);
  if (!to.netloc.empty()) {
    to.path = without_dots(to.path);
    return urlunsplit(to);
  }
  to.netloc = from.netloc;
  if (to.path.empty()) {
    to.path = from.path;
    if (to.query.empty()) to.query = from.query;
  } else if (to.path.starts_with('/')) {
    to.path = without_dots(to.path);
  } else {
    to.path = without_dots(merged(from, to.path));
  }
  return urlunsplit(to);
}

std::optional<std::string> SplitResult::username() const {
  const auto user = user_part(netloc);
  if (!user) return std::nullopt;
  return std::string(user->substr(0, user->find(':')));
}

std::optional<std::string> SplitResult::password() const {
  const auto user = user_part(netloc);
  if (!user || user->find(':') == std::string_view::npos) return std::nullopt;
  return std::string(user->substr(user->find(':') + 1));
}

std::string SplitResult::hostname() const {
  const std::string_view host = host_part(netloc);
  if (host.starts_with('[')) return lowered(host.substr(1, host.find(']') - 1));
  return lowered(host.substr(0, host.find(':')));
}

std::optional<int> SplitResult::port() const {
  const std::string_view host = host_part(netloc);
  const std::size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  if (colon == std::string_view::npos || colon + 1 == host.size()) return std::nullopt;
  const std::string_view digits = host.substr(colon + 1);
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port < 0 || port > 65535)
    throw std::invalid_argument("the port must be 0-65535");
  return port;
}

std::string SplitResult::geturl() const {
  return urlunsplit(*this);
}

}  // namespace porthole::urllib
