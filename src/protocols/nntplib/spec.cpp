// SPDX-License-Identifier: MIT
#include "protocols/nntplib/spec.hpp"

#include <algorithm>
#include <stdexcept>

namespace porthole::nntplib {

ArticleSpec::ArticleSpec(std::string_view message_id) : text_(message_id) {
  constexpr std::size_t longest = 250;  // RFC 3977 section 3.6
  const bool printable =
      std::ranges::all_of(message_id, [](char character) { return character > ' ' && character < 0x7f; });
  const bool bracketed = message_id.size() >= 3 && message_id.starts_with('<') && message_id.ends_with('>');
  if (!printable || !bracketed || message_id.size() > longest)
    throw std::invalid_argument(
        "a message-id is printable, in angle brackets, without blanks, and of 250 bytes at most");
}

ArticleSpec ArticleSpec::from_number(ArticleNumber number) {
  if (number < 0) throw std::invalid_argument("an article number may not be negative");
  ArticleSpec spec;
  spec.text_ = std::to_string(number);
  return spec;
}

std::string ArticleRange::text() const {
  if (first < 0 || last.value_or(0) < 0) throw std::invalid_argument("an article number may not be negative");
  return std::to_string(first) + '-' + (last ? std::to_string(*last) : std::string());
}

}  // namespace porthole::nntplib
