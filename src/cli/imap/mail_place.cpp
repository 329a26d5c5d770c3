// SPDX-License-Identifier: MIT
#include "cli/imap/mail_place.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw Failure("imap " + text + ": " + why, Status::malformed_url);
}

std::string decoded(const std::string& whole, std::string_view text) {
  std::string out;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '%') {
      out += text[index];
      continue;
    }
    unsigned value = 0;
    const std::string_view digits = text.substr(index + 1, 2);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || problem != std::errc() || end != digits.data() + 2)
      refuse(whole, "% wants two hexadecimal digits after it");
    out += static_cast<char>(value);
    index += 2;
  }
  return out;
}

void parse_server(const std::string& whole, std::string_view server, MailPlace& place) {
  std::size_t host_end = server.find(':');
  if (server.starts_with('[')) {
    const std::size_t bracket = server.find(']');
    if (bracket == std::string_view::npos) refuse(whole, "the address in brackets does not end");
    host_end = bracket + 1;
    place.host = server.substr(1, bracket - 1);
  } else {
    // More than one colon without brackets is an IPv6 address alone.
    if (std::ranges::count(server, ':') > 1) host_end = server.size();
    host_end = std::min(host_end, server.size());
    place.host = server.substr(0, host_end);
  }
  if (place.host.empty()) refuse(whole, "there is no host");
  if (host_end == server.size()) return;
  const std::string_view digits = server.substr(host_end + 1);
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  if (server[host_end] != ':' || problem != std::errc() || end != digits.data() + digits.size() ||
      place.port < 0 || place.port > 65535)
    refuse(whole, "the port must be 0-65535");
}

}  // namespace

MailPlace parse_mail_place(const std::string& text) {
  MailPlace place;
  std::string_view rest = text;
  const std::size_t scheme = rest.find("://");
  if (scheme == std::string_view::npos) {
    parse_server(text, rest, place);
    return place;
  }
  if (rest.substr(0, scheme) != "imap") throw Failure("imap " + text + ": only imap:// is spoken here");
  rest.remove_prefix(scheme + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view server = rest.substr(0, slash);
  if (const std::size_t at = server.rfind('@'); at != std::string_view::npos) {
    const std::string_view account = server.substr(0, at);
    const std::size_t colon = std::min(account.find(':'), account.size());
    place.user = decoded(text, account.substr(0, colon));
    if (colon < account.size()) place.password = decoded(text, account.substr(colon + 1));
    server.remove_prefix(at + 1);
  }
  parse_server(text, server, place);
  if (slash < rest.size()) place.mailbox = decoded(text, rest.substr(slash + 1));
  return place;
}

}  // namespace porthole::cli
