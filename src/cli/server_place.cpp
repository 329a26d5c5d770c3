// SPDX-License-Identifier: MIT
#include "cli/server_place.hpp"

#include <algorithm>
#include <charconv>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

/// One place that is being parsed, for its errors' sake.
struct Parser {
  const std::string& command;
  const std::string& text;

  [[noreturn]] void refuse(const std::string& why, int status = Status::malformed_url) const {
    throw Failure(command + ' ' + shown_place(text) + ": " + why, status);
  }

  /// A whole number in this base that fills the digits to the last.
  static std::optional<int> number(std::string_view digits, int base) {
    int value = 0;
    const char* const begin = digits.data();
    const char* const end = begin + digits.size();
    const auto [stop, problem] = std::from_chars(begin, end, value, base);
    if (problem != std::errc() || stop != end || value < 0) return std::nullopt;
    return value;
  }

  [[nodiscard]] std::string decoded(std::string_view part) const {
    std::string out;
    for (std::size_t index = 0; index < part.size(); ++index) {
      if (part[index] != '%') {
        out += part[index];
        continue;
      }
      const std::string_view digits = part.substr(index + 1, 2);
      const auto value = number(digits, 16);
      if (digits.size() != 2 || !value) refuse("% wants two hexadecimal digits after it");
      out += static_cast<char>(*value);
      index += 2;
    }
    return out;
  }

  void server(std::string_view server, ServerPlace& place) const {
    std::string_view port;
    if (server.starts_with('[')) {
      const std::size_t end = server.find(']');
      if (end == std::string_view::npos) refuse("the address in brackets does not end");
      port = server.substr(end + 1);
      server = server.substr(1, end - 1);
    } else if (std::ranges::count(server, ':') == 1) {  // more of them are an IPv6 address
      port = server.substr(server.find(':'));
      server = server.substr(0, server.find(':'));
    }
    if (server.empty()) refuse("there is no host");
    place.host = server;
    if (port.empty()) return;
    place.port = number(port.substr(1), 10);
    if (!port.starts_with(':') || !place.port || *place.port > 65535) refuse("the port must be 0-65535");
  }

  void account(std::string_view account, ServerPlace& place) const {
    const std::size_t colon = std::min(account.find(':'), account.size());
    place.user = decoded(account.substr(0, colon));
    if (colon < account.size()) place.password = decoded(account.substr(colon + 1));
  }
};

}  // namespace

ServerPlace parse_server_place(const std::string& command, const std::string& text,
                               std::initializer_list<std::string_view> schemes) {
  const Parser parser{command, text};
  ServerPlace place;
  std::string_view rest = text;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    place.scheme = rest.substr(0, scheme);
    if (std::ranges::find(schemes, place.scheme) == schemes.end()) {
      std::string spoken;
      for (const std::string_view each : schemes)
        spoken.append(spoken.empty() ? "" : " and ").append(each).append("://");
      parser.refuse("only " + spoken + (schemes.size() > 1 ? " are" : " is") + " spoken here",
                    Status::failed);
    }
    rest.remove_prefix(scheme + 3);
  }
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view server = rest.substr(0, slash);
  if (slash < rest.size()) place.path = rest.substr(slash + 1);
  if (const std::size_t at = server.rfind('@'); at != std::string_view::npos) {
    parser.account(server.substr(0, at), place);
    server.remove_prefix(at + 1);
  }
  parser.server(server, place);
  return place;
}

std::string percent_decoded(const std::string& command, const std::string& text, std::string_view part) {
  return Parser{command, text}.decoded(part);
}

std::string shown_place(const std::string& text) {
  const std::size_t scheme = text.find("://");
  const std::size_t start = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = text.substr(0, text.find_first_of("/?#", start)).rfind('@');
  if (at == std::string::npos || at < start) return text;
  const std::size_t colon = text.find(':', start);
  return colon < at ? text.substr(0, colon) + text.substr(at) : text;
}

}  // namespace porthole::cli
