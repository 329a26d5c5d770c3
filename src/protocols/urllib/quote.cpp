// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>

#include "protocols/urllib/parse.hpp"

namespace porthole::urllib {
namespace {

bool never_quoted(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '-' || c == '~';
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string quote(std::string_view text, std::string_view safe) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string quoted;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (never_quoted(c) || safe.find(c) != std::string_view::npos)
      quoted += c;
    else
      quoted += {'%', hex[byte >> 4U], hex[byte & 15U]};
  }
  return quoted;
}

std::string quote_plus(std::string_view text, std::string_view safe) {
  std::string quoted = quote(text, std::string(safe) + ' ');
  std::ranges::replace(quoted, ' ', '+');
  return quoted;
}

std::string unquote(std::string_view text) {
  std::string plain;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const int high = text[index] == '%' && index + 2 < text.size() ? hex_value(text[index + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[index + 2]) : -1;
    if (low < 0) {
      plain += text[index];
    } else {
      plain += static_cast<char>(high * 16 + low);
      index += 2;
    }
  }
  return plain;
}

std::string unquote_plus(std::string_view text) {
  std::string blanks(text);
  std::ranges::replace(blanks, '+', ' ');
  return unquote(blanks);
}

std::string urlencode(const Fields& fields) {
  std::string query;
  for (const auto& [name, value] : fields) {
    if (!query.empty()) query += '&';
    query += quote_plus(name) + '=' + quote_plus(value);
  }
  return query;
}

Fields parse_qsl(std::string_view query, bool keep_blank_values, std::size_t max_num_fields) {
  Fields fields;
  std::size_t count = 0;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (++count > max_num_fields)
      throw std::invalid_argument("a query of more than " + std::to_string(max_num_fields) + " fields");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    if (pair.empty() || (value.empty() && !keep_blank_values)) continue;
    fields.emplace_back(unquote_plus(pair.substr(0, equals)), unquote_plus(value));
  }
  return fields;
}

std::map<std::string, std::vector<std::string>> parse_qs(std::string_view query, bool keep_blank_values) {
  std::map<std::string, std::vector<std::string>> fields;
  for (auto& [name, value] : parse_qsl(query, keep_blank_values)) fields[name].push_back(std::move(value));
  return fields;
}

}  // namespace porthole::urllib
