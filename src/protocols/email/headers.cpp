// SPDX-License-Identifier: MIT
#include "protocols/email/headers.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

auto named(std::string_view name) {
  return [name](const Headers::Item& item) { return same_name(item.first, name); };
}

void check_name(std::string_view name) {
  const bool good = !name.empty() && std::all_of(name.begin(), name.end(),
                                                 [](char c) { return c > ' ' && c < 127 && c != ':'; });
  if (!good) throw std::invalid_argument("not a header's name: \"" + std::string(name.substr(0, 100)) + "\"");
}

void check_value(std::string_view name, std::string_view value) {
  if (value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos) return;
  throw std::invalid_argument("the header " + std::string(name) + " may not hold a line end or NUL");
}

}  // namespace

void Headers::append(std::string_view name, std::string_view value) {
  check_name(name);
  check_value(name, value);
  items_.emplace_back(name, value);
}

void Headers::set(std::string_view name, std::string_view value) {
  check_name(name);
  check_value(name, value);
  const auto first = std::find_if(items_.begin(), items_.end(), named(name));
  if (first == items_.end()) {
    items_.emplace_back(name, value);
    return;
  }
  const Item item{name, value};  // the arguments may lie in what is replaced
  *first = item;
  items_.erase(std::remove_if(first + 1, items_.end(), named(item.first)), items_.end());
}

std::optional<std::string> Headers::get(std::string_view name) const {
  const auto first = std::find_if(items_.begin(), items_.end(), named(name));
  return first == items_.end() ? std::nullopt : std::optional(first->second);
}

std::string Headers::get(std::string_view name, std::string_view otherwise) const {
  const auto first = std::find_if(items_.begin(), items_.end(), named(name));
  return first == items_.end() ? std::string(otherwise) : first->second;
}

std::vector<std::string> Headers::get_all(std::string_view name) const {
  std::vector<std::string> values;
  for (const Item& item : items_) {
    if (same_name(item.first, name)) values.push_back(item.second);
  }
  return values;
}

bool Headers::contains(std::string_view name) const {
  return std::any_of(begin(), end(), named(name));
}

std::size_t Headers::remove(std::string_view name) {
  const std::string kept(name);
  return std::erase_if(items_, named(kept));
}

std::string fold_header(std::string_view name, std::string_view value, std::string_view eol) {
  std::string out(name);
  out += ':';
  std::size_t column = out.size();
  std::string rest(" ");
  rest += value.substr(0, value.find_last_not_of(" \t") + 1);
  std::string_view left = rest.size() == 1 ? std::string_view() : rest;
  bool first = true;
  while (!left.empty()) {
    const std::size_t word = left.find_first_not_of(" \t");
    const std::size_t end = std::min(left.find_first_of(" \t", word), left.size());
    if (column + end > max_line_length && !first) {
      out += eol;
      column = 0;
    }
    out += left.substr(0, end);
    column += end;
    left.remove_prefix(end);
    first = false;
  }
  return out += eol;
}

std::string fold_headers(const Headers& headers, std::string_view eol) {
  std::string out;
  for (const auto& [name, value] : headers) out += fold_header(name, value, eol);
  return out;
}

}  // namespace porthole::email
