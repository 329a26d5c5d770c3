// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace porthole::http {

/// Headers as a caller gives them: name and value, sent in this order.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// True when both are the same but for the case of ASCII letters.
bool same_ignoring_case(std::string_view one, std::string_view other);
/// Without spaces and tabs around it.
std::string_view trimmed(std::string_view text);
/// A word that may name a method, a header or a coding (RFC 9110 section 5.6.2).
bool is_token(std::string_view word);
/// The members of a comma-separated value (RFC 9110 section 5.6.1), trimmed, without empty ones.
std::vector<std::string_view> list_members(std::string_view value);

/// The headers of an answer, in the order they came: Python's HTTPMessage. Names are found in any case.
class HTTPMessage {
 public:
  void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }

  /// The first value of this name.
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
  /// Every value of this name, in order.
  [[nodiscard]] std::vector<std::string> get_all(std::string_view name) const;
  /// All values of this name as one, joined by ", " (RFC 9110 section 5.3).
  [[nodiscard]] std::optional<std::string> joined(std::string_view name) const;
  /// Whether the comma-separated header holds this member, in any case.
  [[nodiscard]] bool has(std::string_view name, std::string_view member) const;
  [[nodiscard]] bool contains(std::string_view name) const { return get(name).has_value(); }
  [[nodiscard]] const HeaderList& items() const { return items_; }

  /// The media type without parameters, in lower case; text/plain where it is not said.
  [[nodiscard]] std::string get_content_type() const;
  /// The charset parameter of Content-Type in lower case, where there is one.
  [[nodiscard]] std::optional<std::string> get_content_charset() const;

 private:
  HeaderList items_;
};

}  // namespace porthole::http
