// SPDX-License-Identifier: MIT
#include <algorithm>

#include "hosts/news/news_store.hpp"

namespace porthole::hosts {
namespace {

bool same_letter(char left, char right) {
  const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter; };
  return lower(left) == lower(right);
}

}  // namespace

NewsArticle make_article(std::string text, NewsTime arrived) {
  NewsArticle article;
  article.text = std::move(text);
  article.arrived = arrived;
  const std::size_t end = article.text.find("\r\n\r\n");
  article.body = end == std::string::npos ? article.text.size() : end + 2;
  article.message_id = article.header("Message-ID");
  return article;
}

bool NewsArticle::header(std::string_view name, std::string& value) const {
  std::string_view rest = head_text();
  bool within = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (within && folded) {
      value += line;
    } else if (within) {
      break;
    } else if (line.size() > name.size() && line[name.size()] == ':' &&
               std::ranges::equal(name, line.substr(0, name.size()), same_letter)) {
      within = true;
      value = line.substr(name.size() + 1);
    }
  }
  std::ranges::replace(value, '\t', ' ');
  value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
  return within;
}

std::string NewsArticle::header(std::string_view name) const {
  std::string value;
  header(name, value);
  return value;
}

std::string_view NewsArticle::body_text() const {
  const std::string_view rest = std::string_view(text).substr(body);
  return rest.starts_with("\r\n") ? rest.substr(2) : rest;
}

std::size_t NewsArticle::lines() const {
  return static_cast<std::size_t>(std::ranges::count(body_text(), '\n'));
}

}  // namespace porthole::hosts
