// SPDX-License-Identifier: MIT
#include "cli/url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

constexpr int unsupported_scheme = 1;
constexpr int malformed = 3;

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw Failure("get " + std::string(text) + ": " + why, malformed);
}

int parse_port(std::string_view text, std::string_view digits) {
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port < 0 || port > 65535)
    refuse(text, "the port must be 0-65535");
  return port;
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return port == 80 ? name : name + ':' + std::to_string(port);
}

Url parse_url(std::string_view text) {
  const auto unprintable = [](unsigned char c) { return c <= ' ' || c == 0x7f; };
  if (std::ranges::any_of(text, unprintable)) refuse(text, "a URL holds no blanks or control characters");
  std::string_view rest = text;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    std::string name(rest.substr(0, scheme));
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (name != "http")
      throw Failure("get " + std::string(text) + ": only http:// is spoken here", unsupported_scheme);
    rest.remove_prefix(scheme + 3);
  }
  Url url;
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  std::string_view target = rest.substr(authority.size());
  target = target.substr(0, target.find('#'));
  url.target = (target.starts_with('/') ? "" : "/") + std::string(target);
  if (authority.find('@') != std::string_view::npos) refuse(text, "a user name in the URL is not supported");
  std::string_view host = authority;
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) refuse(text, "the address in brackets does not end");
    port = host.substr(end + 1);
    host = host.substr(1, end - 1);
  } else if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!port.empty() && !port.starts_with(':')) refuse(text, "what follows the address is no port");
  if (port.size() > 1) url.port = parse_port(text, port.substr(1));
  if (host.empty()) refuse(text, "there is no host");
  url.host = host;
  return url;
}

}  // namespace porthole::cli
