// SPDX-License-Identifier: MIT
#include "protocols/http/message.hpp"

#include <algorithm>

namespace porthole::http {
namespace {

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

}  // namespace

bool same_ignoring_case(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_token(std::string_view word) {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           marks.find(c) != std::string_view::npos;
  });
}

std::vector<std::string_view> list_members(std::string_view value) {
  std::vector<std::string_view> members;
  while (!value.empty()) {
    const std::string_view member = value.substr(0, value.find(','));
    value.remove_prefix(std::min(member.size() + 1, value.size()));
    if (!trimmed(member).empty()) members.push_back(trimmed(member));
  }
  return members;
}

std::optional<std::string> HTTPMessage::get(std::string_view name) const {
  for (const auto& [key, value] : items_)
    if (same_ignoring_case(key, name)) return value;
  return std::nullopt;
}

std::vector<std::string> HTTPMessage::get_all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : items_)
    if (same_ignoring_case(key, name)) values.push_back(value);
  return values;
}

std::optional<std::string> HTTPMessage::joined(std::string_view name) const {
  std::optional<std::string> all;
  for (const auto& [key, value] : items_) {
    if (!same_ignoring_case(key, name)) continue;
    all = all ? *all + ", " + value : value;
  }
  return all;
}

bool HTTPMessage::has(std::string_view name, std::string_view member) const {
  for (const auto& [key, value] : items_) {
    if (!same_ignoring_case(key, name)) continue;
    for (const std::string_view each : list_members(value))
      if (same_ignoring_case(each, member)) return true;
  }
  return false;
}

std::string HTTPMessage::get_content_type() const {
  const std::string value = get("Content-Type").value_or("text/plain");
  return lowered(trimmed(std::string_view(value).substr(0, value.find(';'))));
}

std::optional<std::string> HTTPMessage::get_content_charset() const {
  const std::string value = get("Content-Type").value_or("");
  std::string_view rest = value;
  while (rest.find(';') != std::string_view::npos) {
    rest.remove_prefix(rest.find(';') + 1);
    const std::string_view parameter = trimmed(rest.substr(0, rest.find(';')));
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || !same_ignoring_case(parameter.substr(0, equals), "charset"))
      continue;
    std::string_view charset = parameter.substr(equals + 1);
    if (charset.size() >= 2 && charset.starts_with('"') && charset.ends_with('"'))
      charset = charset.substr(1, charset.size() - 2);
    return lowered(charset);
  }
  return std::nullopt;
}

}  // namespace porthole::http
