// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/news/news_store.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// One reader of the news host: the commands of RFC 3977 and RFC 4643.
class NewsSession : public Session {
 public:
  /// The longest command, its CR LF included (RFC 3977 section 3.1), and for AUTHINFO SASL.
  static constexpr std::size_t longest_command = 512;
  static constexpr std::size_t longest_sasl = 12288;

  /// Greets.
  NewsSession(std::shared_ptr<NewsStore> store, Outbox& out);

  void received(std::string& input, Outbox& out) override;

 private:
  using Words = std::vector<std::string_view>;
  struct Command;
  static const Command* find_command(std::string_view word);

  /// Where the next line goes.
  enum class State { command, post, skipped_post, sasl };

  void article_line(std::string_view text, Outbox& out);
  void command(std::string_view text, Outbox& out);

  void capabilities(const Words& words, Outbox& out);
  void mode(const Words& words, Outbox& out);
  void quit(const Words& words, Outbox& out);
  void date(const Words& words, Outbox& out);
  void help(const Words& words, Outbox& out);
  void list(const Words& words, Outbox& out);
  void newgroups(const Words& words, Outbox& out);
  void newnews(const Words& words, Outbox& out);
  void group(const Words& words, Outbox& out);
  void listgroup(const Words& words, Outbox& out);
  void next(const Words& words, Outbox& out);
  void last(const Words& words, Outbox& out);
  void article(const Words& words, Outbox& out);
  void over(const Words& words, Outbox& out);
  void hdr(const Words& words, Outbox& out);
  void xpat(const Words& words, Outbox& out);
  void post(const Words& words, Outbox& out);
  void ihave(const Words& words, Outbox& out);
  void authinfo(const Words& words, Outbox& out);

  /// What an argument of ARTICLE, OVER or HDR names: articles of the current group, or one by message-id
  /// with number 0.
  struct Chosen {
    std::vector<std::pair<NewsNumber, ArticlePtr>> articles;
    std::string_view refusal;
  };
  Chosen choose(std::string_view argument, bool ranges);
  [[nodiscard]] bool may_read(const NewsGroup& group) const { return !group.closed || member_; }
  [[nodiscard]] bool may_read(const NewsArticle& article) const;
  bool enter(std::string_view name, Outbox& out);
  void step(bool forward, Outbox& out);
  void sasl(std::string_view response, Outbox& out);
  void logged_in(std::string_view user, std::string_view password, Outbox& out);

  std::shared_ptr<NewsStore> store_;
  State state_ = State::command;
  /// The rest of a line that is too long is on its way.
  bool overlong_ = false;
  bool member_ = false;
  int mistakes_ = 0;
  std::string user_;
  std::string article_;
  const NewsGroup* group_ = nullptr;
  NewsNumber current_ = 0;
};

}  // namespace porthole::hosts
