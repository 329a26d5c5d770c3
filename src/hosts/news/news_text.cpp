// SPDX-License-Identifier: MIT
#include "hosts/news/news_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace porthole::hosts {
namespace {

bool parse_article_number(std::string_view text, NewsNumber& number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() && number >= 0 && text.front() != '-';
}

}  // namespace

void write_block(std::string_view text, Outbox& out) {
  std::string block;
  block.reserve(text.size() + 64);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    if (text.front() == '.') block += '.';
    block.append(text.substr(0, end)).append("\r\n");
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  out.write(block += ".\r\n");
}

std::vector<std::string_view> command_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

bool same_keyword(std::string_view left, std::string_view right) {
  const auto upper = [](char letter) { return letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter; };
  return std::ranges::equal(left, right, {}, upper, upper);
}

bool parse_range(std::string_view text, NewsNumber& first, NewsNumber& last) {
  const std::size_t dash = text.find('-');
  if (text.empty() || !parse_article_number(text.substr(0, dash), first)) return false;
  if (dash == std::string_view::npos) {
    last = first;
  } else if (dash + 1 == text.size()) {
    last = std::numeric_limits<NewsNumber>::max();
  } else {
    return parse_article_number(text.substr(dash + 1), last);
  }
  return true;
}

bool header_or_item(const NewsArticle& article, std::string_view name, std::string& value) {
  if (same_keyword(name, ":bytes")) {
    value = std::to_string(article.text.size());
  } else if (same_keyword(name, ":lines")) {
    value = std::to_string(article.lines());
  } else {
    return article.header(name, value);
  }
  return true;
}

}  // namespace porthole::hosts
