// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::hosts {

using NewsTime = std::chrono::sys_seconds;

/// One article as it is kept: CR LF after each line, dots not doubled.
struct NewsArticle {
  std::string message_id;
  std::string text;
  NewsTime arrived;
  /// Where the body begins in the text.
  std::size_t body = 0;

  /// A header's value with its folds undone, tabs as blanks; empty where there is none. Without regard to
  /// case.
  [[nodiscard]] std::string header(std::string_view name) const;
  /// The same; false where there is none.
  bool header(std::string_view name, std::string& value) const;
  [[nodiscard]] std::string_view head_text() const { return std::string_view(text).substr(0, body); }
  [[nodiscard]] std::string_view body_text() const;
  /// Lines of the body (RFC 3977 section 8.1).
  [[nodiscard]] std::size_t lines() const;
};

using ArticlePtr = std::shared_ptr<const NewsArticle>;
using NewsNumber = std::int64_t;

struct NewsGroup {
  std::string name;
  std::string description;
  char flag = 'y';
  /// Only those who have logged in may enter.
  bool closed = false;
  NewsTime created;
  NewsNumber next = 1;
  std::map<NewsNumber, ArticlePtr> articles = {};

  /// The low and high water marks (section 6.1.1.2): an empty group's low is above its high.
  [[nodiscard]] NewsNumber first() const { return articles.empty() ? next : articles.begin()->first; }
  [[nodiscard]] NewsNumber last() const { return next - 1; }
};

/// What a post came to: the message-id, or why not.
struct Posted {
  std::string message_id;
  std::string refusal;
};

/// The groups and their articles, bounded: beyond the limits the oldest posts go, never the world's own.
class NewsStore {
 public:
  static constexpr std::size_t most_posts = 500;
  static constexpr std::size_t most_post_bytes = std::size_t{8} * 1024 * 1024;
  static constexpr std::size_t most_article = std::size_t{256} * 1024;
  static constexpr std::size_t most_headers = 100;

  /// The world: its groups with their articles.
  NewsStore();

  [[nodiscard]] const std::vector<NewsGroup>& groups() const { return groups_; }
  [[nodiscard]] const NewsGroup* find(std::string_view name) const;
  [[nodiscard]] ArticlePtr by_id(std::string_view message_id) const;
  /// In the order they came.
  [[nodiscard]] const std::deque<ArticlePtr>& all() const { return all_; }

  /// Takes an article from a poster: checks its headers (RFC 5536 section 3.1), adds those that a server
  /// adds. `member` may post where a login is needed.
  Posted post(std::string_view text, NewsTime now, bool member);

  /// For the world alone: an article that is there from the start.
  void add(NewsArticle article, const std::vector<std::string>& groups);

 private:
  NewsGroup* find_group(std::string_view name);
  void file(NewsArticle article, const std::vector<std::string>& groups);
  void expire();

  std::vector<NewsGroup> groups_;
  std::map<std::string, ArticlePtr, std::less<>> by_id_;
  std::deque<ArticlePtr> all_;
  std::size_t own_ = 0;
  std::size_t post_bytes_ = 0;
  unsigned long serial_ = 0;
};

/// An article from its text; the body's place is looked up.
NewsArticle make_article(std::string text, NewsTime arrived);

}  // namespace porthole::hosts
