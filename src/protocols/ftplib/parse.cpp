// SPDX-License-Identifier: MIT
#include "protocols/ftplib/parse.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "protocols/ftplib/error.hpp"

namespace porthole::ftplib {
namespace {

[[noreturn]] void senseless(std::string_view what, std::string_view text) {
  throw error_proto(std::string(what) + ": " + std::string(text.substr(0, 200)));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The whole text as a number; none for anything else, a number too large included.
template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (text.empty() || !is_digit(text[0]) || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// Six numbers with commas between, from the first digit on: hosts differ in what they put around them.
std::optional<std::array<int, 6>> six_numbers(std::string_view text) {
  std::array<int, 6> numbers{};
  for (std::size_t index = 0; index < numbers.size(); ++index) {
    const std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto value = number<int>(text.substr(0, length));
    if (!value || *value > 255) return std::nullopt;
    numbers.at(index) = *value;
    text.remove_prefix(length);
    if (index + 1 == numbers.size()) break;
    if (!text.starts_with(',')) return std::nullopt;
    text.remove_prefix(1);
  }
  return numbers;
}

}  // namespace

int parse227(std::string_view reply) {
  for (std::size_t at = reply.find_first_of("0123456789", 3); at < reply.size();
       at = reply.find_first_of("0123456789", at)) {
    if (const auto numbers = six_numbers(reply.substr(at))) {
      const int port = numbers->at(4) * 256 + numbers->at(5);
      if (port != 0) return port;
    }
    at = std::min(reply.find_first_not_of("0123456789", at), reply.size());
  }
  senseless("the reply to PASV names no port", reply);
}

int parse229(std::string_view reply) {
  const std::size_t open = reply.find('(');
  const std::size_t close = reply.find(')', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos)
    senseless("the reply to EPSV names no port", reply);
  const std::string_view inside = reply.substr(open + 1, close - open - 1);
  if (inside.size() < 5 || inside[0] != inside[1] || inside[1] != inside[2] || inside.back() != inside[0])
    senseless("the reply to EPSV names no port", reply);
  const auto port = number<int>(inside.substr(3, inside.size() - 4));
  if (!port || *port == 0 || *port > 65535) senseless("the reply to EPSV names no port", reply);
  return *port;
}

std::string parse257(std::string_view reply) {
  if (!reply.starts_with("257")) senseless("the reply names no directory", reply);
  if (reply.size() < 5 || reply[4] != '"') return {};
  std::string directory;
  for (std::size_t at = 5; at < reply.size(); ++at) {
    if (reply[at] == '"') {
      if (at + 1 == reply.size() || reply[at + 1] != '"') break;
      ++at;
    }
    directory += reply[at];
  }
  return directory;
}

std::optional<std::uint64_t> parse150(std::string_view reply) {
  const std::size_t bytes = reply.rfind(" bytes)");
  if (!reply.starts_with("150") || bytes == std::string_view::npos) return std::nullopt;
  const std::size_t open = reply.rfind('(', bytes);
  if (open == std::string_view::npos) return std::nullopt;
  return number<std::uint64_t>(reply.substr(open + 1, bytes - open - 1));
}

std::uint64_t parse_size(std::string_view reply) {
  std::string_view text = reply.substr(std::min<std::size_t>(4, reply.size()));
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto size = number<std::uint64_t>(text);
  if (!reply.starts_with("213") || !size) senseless("the reply to SIZE is not a number", reply);
  return *size;
}

std::time_t parse_time(std::string_view text) {
  using namespace std::chrono;
  const std::string_view whole = text;
  text = text.substr(0, text.find('.'));
  int year = 0;
  if (text.size() == 15 && text.starts_with("191")) {
    year = 1900 + number<int>(text.substr(2, 3)).value_or(-1);
    text.remove_prefix(5);
  } else if (text.size() == 14) {
    year = number<int>(text.substr(0, 4)).value_or(-1);
    text.remove_prefix(4);
  } else {
    senseless("not a time as FTP writes it", whole);
  }
  std::array<unsigned, 5> parts{};
  for (std::size_t index = 0; index < parts.size(); ++index)
    parts.at(index) = number<unsigned>(text.substr(2 * index, 2)).value_or(99);
  const year_month_day date{std::chrono::year(year), month(parts[0]), day(parts[1])};
  if (year < 1900 || !date.ok() || parts[2] > 23 || parts[3] > 59 || parts[4] > 60)
    senseless("not a time as FTP writes it", whole);
  const auto time = sys_days(date) + hours(parts[2]) + minutes(parts[3]) + seconds(parts[4]);
  return static_cast<std::time_t>(time.time_since_epoch().count());
}

Entry parse_mlsx(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || blank + 1 == line.size())
    senseless("a line of MLSD or MLST names nothing", line);
  Entry entry{std::string(line.substr(blank + 1)), {}};
  std::string_view facts = line.substr(0, blank);
  while (!facts.empty()) {
    const std::string_view fact = facts.substr(0, facts.find(';'));
    facts.remove_prefix(std::min(fact.size() + 1, facts.size()));
    const std::size_t equals = fact.find('=');
    if (equals == std::string_view::npos || equals == 0)
      senseless("a fact of MLSD or MLST has no name", line);
    std::string name(fact.substr(0, equals));
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    entry.facts.insert_or_assign(std::move(name), std::string(fact.substr(equals + 1)));
  }
  return entry;
}

std::string port_argument(std::string_view host, int port) {
  in_addr address{};
  if (inet_pton(AF_INET, std::string(host).c_str(), &address) != 1)
    throw std::invalid_argument("PORT needs an IPv4 address, not " + std::string(host));
  std::string text(host);
  std::ranges::replace(text, '.', ',');
  return text + ',' + std::to_string(port / 256) + ',' + std::to_string(port % 256);
}

std::string eprt_argument(std::string_view host, int port) {
  const bool six = host.find(':') != std::string_view::npos;
  return std::string(six ? "|2|" : "|1|") + std::string(host) + '|' + std::to_string(port) + '|';
}

}  // namespace porthole::ftplib
