// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/nntplib/types.hpp"

namespace porthole::nntplib {

/// Which article: the current one, one by its number in the group, or one by its message-id with its angle
/// brackets. All three convert by themselves: `article()`, `article(17)`, `article("<a1@news.test>")`.
class ArticleSpec {
 public:
  ArticleSpec() = default;
  /// Throws std::invalid_argument for a negative number.
  ArticleSpec(std::integral auto number) : ArticleSpec(from_number(number)) {}
  /// Throws std::invalid_argument for what is no message-id (RFC 3977 section 3.6).
  ArticleSpec(std::string_view message_id);
  ArticleSpec(const char* message_id) : ArticleSpec(std::string_view(message_id)) {}
  ArticleSpec(const std::string& message_id) : ArticleSpec(std::string_view(message_id)) {}

  /// What follows the command: nothing, the number or the message-id.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static ArticleSpec from_number(ArticleNumber number);

  std::string text_;
};

/// The articles from a number on, to a last one or to the group's end.
struct ArticleRange {
  ArticleNumber first = 1;
  std::optional<ArticleNumber> last = std::nullopt;

  /// "first-last" or "first-". Throws std::invalid_argument for a negative number.
  [[nodiscard]] std::string text() const;
};

}  // namespace porthole::nntplib
