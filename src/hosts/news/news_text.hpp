// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "hosts/news/news_store.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// Lines of an answer, dots doubled, and the lone dot (RFC 3977 section 3.1.1).
void write_block(std::string_view text, Outbox& out);
/// The end of a block that was written line by line.
inline void end_block(Outbox& out) {
  out.write(".\r\n");
}

/// Words parted by blanks and tabs.
std::vector<std::string_view> command_words(std::string_view text);
/// Keywords are the same in any case (section 3.1).
bool same_keyword(std::string_view left, std::string_view right);
/// "5", "5-", "5-9" (section 9.8); false for anything else. Without a last one: the largest number.
bool parse_range(std::string_view text, NewsNumber& first, NewsNumber& last);
/// A header or an item (":bytes", ":lines") of an article. False where it has none.
bool header_or_item(const NewsArticle& article, std::string_view name, std::string& value);

}  // namespace porthole::hosts
