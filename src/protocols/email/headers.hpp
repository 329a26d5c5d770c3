// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace porthole::email {

/// The headers of a message: names and values in their order, found without regard to case. A value is kept
/// as it stands in the message, unfolded: decode_header() makes it readable, encode_header() makes one.
class Headers {
 public:
  using Item = std::pair<std::string, std::string>;

  /// Adds a header after the others, whether or not there is one of its name. Throws std::invalid_argument
  /// where the name is no name (RFC 5322 section 2.2) or the value holds CR, LF or NUL.
  void append(std::string_view name, std::string_view value);

  /// Makes this the only header of its name, at the place of the first one.
  void set(std::string_view name, std::string_view value);

  /// The value of the first header of this name.
  std::optional<std::string> get(std::string_view name) const;

  /// The same, or `otherwise` where there is none.
  std::string get(std::string_view name, std::string_view otherwise) const;

  std::vector<std::string> get_all(std::string_view name) const;
  bool contains(std::string_view name) const;

  /// Removes all headers of this name; says how many there were.
  std::size_t remove(std::string_view name);

  const std::vector<Item>& items() const noexcept { return items_; }
  auto begin() const noexcept { return items_.begin(); }
  auto end() const noexcept { return items_.end(); }
  std::size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }

 private:
  friend class HeaderParser;  // keeps what came, CR and NUL too
  friend class EmailMessage;
  std::vector<Item> items_;
};

/// The longest line that is written where it can be folded, its end not counted (RFC 5322 section 2.1.1).
static constexpr std::size_t max_line_length = 78;

/// `Name: value` and `eol`, folded before blanks so that lines have at most max_line_length characters where
/// the value has blanks. Unfolding it gives the value again.
std::string fold_header(std::string_view name, std::string_view value, std::string_view eol = "\r\n");

/// All headers folded, without the empty line that ends them.
std::string fold_headers(const Headers& headers, std::string_view eol = "\r\n");

}  // namespace porthole::email
