// SPDX-License-Identifier: MIT
#include "cli/nntp/news_place.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw Failure("nntp " + text + ": " + why, Status::malformed_url);
}

std::string percent_decoded(const std::string& whole, std::string_view text) {
  std::string decoded;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '%') {
      decoded += text[index];
      continue;
    }
    unsigned value = 0;
    const std::string_view digits = text.substr(index + 1, 2);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || problem != std::errc() || end != digits.data() + 2)
      refuse(whole, "% wants two hexadecimal digits after it");
    decoded += static_cast<char>(value);
    index += 2;
  }
  return decoded;
}

int parse_port(const std::string& whole, std::string_view digits) {
  int port = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (problem != std::errc() || end != digits.data() + digits.size() || port < 0 || port > 65535)
    refuse(whole, "the port must be 0-65535");
  return port;
}

void parse_server(const std::string& whole, std::string_view server, NewsPlace& place) {
  std::string_view port;
  if (server.starts_with('[')) {
    const std::size_t end = server.find(']');
    if (end == std::string_view::npos) refuse(whole, "the address in brackets does not end");
    port = server.substr(end + 1);
    server = server.substr(1, end - 1);
  } else if (std::ranges::count(server, ':') == 1) {
    port = server.substr(server.find(':'));
    server = server.substr(0, server.find(':'));
  }
  if (!port.empty() && !port.starts_with(':')) refuse(whole, "what follows the address is no port");
  if (port.size() > 1) place.port = parse_port(whole, port.substr(1));
  if (server.empty()) refuse(whole, "there is no host");
  place.host = server;
}

void parse_path(const std::string& whole, std::string_view path, NewsPlace& place) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) place.path.push_back(percent_decoded(whole, path.substr(0, slash)));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  if (place.path.size() > 2) refuse(whole, "after the host come a group and a number, or a message-id");
  // RFC 5538 section 3: in a URL a message-id stands without its angle brackets.
  if (place.path.size() == 1 && place.path[0].find('@') != std::string::npos &&
      !place.path[0].starts_with('<'))
    place.path[0] = '<' + place.path[0] + '>';
}

}  // namespace

NewsPlace parse_news_place(const std::string& text) {
  NewsPlace place;
  std::string_view rest = text;
  const std::size_t scheme = rest.find("://");
  if (scheme == std::string_view::npos) {
    parse_server(text, rest, place);
    return place;
  }
  const std::string_view name = rest.substr(0, scheme);
  if (name != "nntp" && name != "news")
    throw Failure("nntp " + text + ": only nntp:// and news:// are news", Status::failed);
  rest.remove_prefix(scheme + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view server = rest.substr(0, slash);
  if (const std::size_t at = server.rfind('@'); at != std::string_view::npos) {
    const std::string_view account = server.substr(0, at);
    const std::size_t colon = std::min(account.find(':'), account.size());
    place.user = percent_decoded(text, account.substr(0, colon));
    if (colon < account.size()) place.password = percent_decoded(text, account.substr(colon + 1));
    server.remove_prefix(at + 1);
  }
  parse_server(text, server, place);
  parse_path(text, rest.substr(slash), place);
  return place;
}

}  // namespace porthole::cli
