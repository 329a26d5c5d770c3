// SPDX-License-Identifier: MIT
#include "protocols/email/parameters.hpp"

#include <algorithm>
#include <map>

#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/hex.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

/// What was found of one parameter.
struct Found {
  struct Piece {
    std::string text;
    bool percent = false;
  };
  std::optional<std::string> plain;
  std::map<std::size_t, Piece> pieces;  ///< RFC 2231's; one without a number is piece 0
};

std::string unpercent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = text[i] == '%' ? hex_byte(text.substr(i + 1)) : -1;
    out += byte < 0 ? text[i] : static_cast<char>(byte);
    if (byte >= 0) i += 2;
  }
  return out;
}

/// Takes `name=value` and `name="value"` one after the other.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// Up to the next `;`, which is taken.
  std::string_view value() {
    const std::size_t end = std::min(text_.find(';'), text_.size());
    const std::string_view out = trim(text_.substr(0, end));
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return out;
  }

  bool empty() const { return text_.empty(); }

  /// False where this piece is no parameter; it is skipped then.
  bool parameter(std::string& name, std::string& content) {
    const std::size_t end = text_.find_first_of("=;");
    if (end == std::string_view::npos || text_[end] == ';') {
      text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
      return false;
    }
    name = lower(trim(text_.substr(0, end)));
    text_.remove_prefix(end + 1);
    while (!text_.empty() && is_blank(text_.front())) text_.remove_prefix(1);
    content = text_.starts_with('"') ? quoted() : std::string(value());
    return !name.empty();
  }

 private:
  std::string quoted() {
    std::string out;
    std::size_t i = 1;
    for (; i < text_.size() && text_[i] != '"'; ++i) {
      // Some systems write a path with single backslashes: only quotes and backslashes are unquoted.
      if (text_[i] == '\\' && i + 1 < text_.size() && (text_[i + 1] == '"' || text_[i + 1] == '\\')) ++i;
      out += text_[i];
    }
    text_.remove_prefix(std::min(i + 1, text_.size()));
    value();
    return out;
  }

  std::string_view text_;
};

/// The piece's number in `name*3*`, and the name without it.
std::size_t split_name(std::string& name, bool& percent, bool& extended) {
  const std::size_t star = name.find('*');
  extended = star != std::string::npos && star > 0;
  percent = extended && name.ends_with('*');
  if (!extended) return 0;
  std::string number = name.substr(star + 1);
  if (number.ends_with('*')) number.pop_back();
  name.resize(star);
  std::size_t value = 0;
  for (const char c : number) {
    if (!is_digit(c) || value > max_parameters) return max_parameters;
    value = value * 10 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

std::string joined(const Found& found) {
  std::string charset;
  std::string bytes;
  std::size_t expected = 0;
  for (const auto& [number, piece] : found.pieces) {
    if (number != expected++) break;
    std::string_view text = piece.text;
    const std::size_t language = number == 0 && piece.percent ? text.find('\'') : std::string_view::npos;
    const std::size_t end = language == std::string_view::npos ? language : text.find('\'', language + 1);
    if (end != std::string_view::npos) {
      charset = text.substr(0, language);
      text.remove_prefix(end + 1);
    }
    bytes += piece.percent ? unpercent(text) : std::string(text);
  }
  const bool known = !charset.empty() && known_charset(charset);
  return one_line_of(known ? to_utf8(bytes, charset) : clean_utf8(bytes));
}

}  // namespace

std::optional<std::string> ParameterValue::get(std::string_view name) const {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
  return found == parameters.end() ? std::nullopt : std::optional(found->second);
}

ParameterValue parse_parameters(std::string_view header) {
  Scanner scanner(header);
  ParameterValue result;
  result.value = lower(scanner.value());
  std::map<std::string, Found> all;
  std::vector<std::string> order;
  std::string name;
  std::string content;
  for (std::size_t count = 0; !scanner.empty() && count < max_parameters; ++count) {
    if (!scanner.parameter(name, content)) continue;
    bool percent = false;
    bool extended = false;
    const std::size_t number = split_name(name, percent, extended);
    if (number >= max_parameters || name.empty() || !std::all_of(name.begin(), name.end(), is_attribute))
      continue;
    if (!all.contains(name)) order.push_back(name);
    Found& found = all[name];
    if (extended) {
      found.pieces.try_emplace(number, Found::Piece{content, percent});
    } else if (!found.plain) {
      found.plain = content;
    }
  }
  for (const std::string& each : order) {
    const Found& found = all[each];
    if (found.pieces.contains(0)) {
      result.parameters.emplace_back(each, joined(found));
    } else if (found.plain) {
      result.parameters.emplace_back(each, one_line_of(decode_header(*found.plain)));
    }
  }
  return result;
}

}  // namespace porthole::email
