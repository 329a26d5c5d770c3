// SPDX-License-Identifier: MIT
#include "protocols/gopherlib/url.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "protocols/stream/arguments.hpp"

namespace porthole::gopherlib {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw std::invalid_argument(std::string(text.substr(0, 200)) + ": " + why);
}

std::string percent_decoded(std::string_view whole, std::string_view text) {
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

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::string_view plain = "-._~/:@!$&'()*+,;=|";
  std::string encoded;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool letter =
        (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
    if (letter || plain.find(character) != std::string_view::npos)
      encoded += character;
    else
      (encoded += '%').append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
  }
  return encoded;
}

void parse_server(std::string_view whole, std::string_view server, Url& url) {
  std::string_view port;
  if (server.starts_with('[')) {
    const std::size_t end = server.find(']');
    if (end == std::string_view::npos) refuse(whole, "the address in brackets does not end");
    port = server.substr(end + 1);
    server = server.substr(1, end - 1);
    if (!port.empty() && !port.starts_with(':')) refuse(whole, "what follows the address is no port");
  } else if (std::ranges::count(server, ':') == 1) {
    port = server.substr(server.find(':'));
    server = server.substr(0, server.find(':'));
  }
  if (server.empty()) refuse(whole, "there is no host");
  url.host = server;
  if (port.size() < 2) return;
  port.remove_prefix(1);
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), url.port);
  if (problem != std::errc() || end != port.data() + port.size() || url.port < 0 || url.port > 65535)
    refuse(whole, "the port must be 0-65535");
}

std::string server_of(const std::string& host, int port, int usual) {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return port == usual ? name : name + ':' + std::to_string(port);
}

}  // namespace

Url parse_url(std::string_view text) {
  Url url;
  std::string_view rest = text;
  if (const std::size_t scheme = rest.find("://");
      scheme != std::string_view::npos && rest.substr(0, scheme).find('/') == std::string_view::npos) {
    if (rest.substr(0, scheme) != "gopher") refuse(text, "only gopher:// is Gopher");
    rest.remove_prefix(scheme + 3);
  }
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  parse_server(text, rest.substr(0, slash), url);
  std::string path = percent_decoded(text, rest.substr(std::min(slash + 1, rest.size())));
  if (path.empty()) return url;
  url.type = path[0];
  path.erase(0, 1);
  const std::size_t tab = path.find('\t');
  url.selector = path.substr(0, tab);
  if (tab != std::string::npos) {
    std::string search = path.substr(tab + 1);
    search.resize(std::min(search.find('\t'), search.size()));  // a Gopher+ string may follow
    url.search = one_line(search, "a search");
  }
  one_line(url.selector, "a selector");
  one_line(url.host, "a host");
  return url;
}

std::string unparse_url(const Url& url) {
  std::string text = "gopher://" + server_of(url.host, url.port, GOPHER_PORT) + '/';
  if (url.type == A_MENU && url.selector.empty() && !url.search) return text;
  text += percent_encoded(std::string(1, url.type) + url.selector);
  return url.search ? text + "%09" + percent_encoded(*url.search) : text;
}

std::string item_url(const Item& item) {
  if (item.type == A_INFO || item.type == A_ERROR) return {};
  if (item.type == A_TELNET || item.type == A_TN3270) {
    const std::string user = item.selector.empty() ? "" : percent_encoded(item.selector) + '@';
    return (item.type == A_TELNET ? "telnet://" : "tn3270://") + user + server_of(item.host, item.port, 23) +
           '/';
  }
  for (const std::string_view link : {"URL:", "/URL:"})
    if (item.type == A_HTML && item.selector.starts_with(link)) return item.selector.substr(link.size());
  return unparse_url({.host = item.host, .port = item.port, .type = item.type, .selector = item.selector});
}

}  // namespace porthole::gopherlib
