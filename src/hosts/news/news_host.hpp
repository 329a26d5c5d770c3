// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "hosts/news/news_store.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// news.test:119 is a small news server (RFC 3977): a few groups with threads in Chinese and English, to read
/// and to post to. What is posted stays until the program ends or newer posts push it out. `learner` with the
/// password `secret` may enter local.members as well (RFC 4643).
class NewsHost : public Host {
 public:
  [[nodiscard]] std::string_view name() const override { return "news.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.11"; }
  [[nodiscard]] int port() const override { return 119; }
  [[nodiscard]] std::string_view about() const override { return "news: groups to read and to post to"; }
  /// People type here.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(15); }
  std::unique_ptr<Session> greet(Outbox& out) override;

 private:
  std::shared_ptr<NewsStore> store_ = std::make_shared<NewsStore>();
};

}  // namespace porthole::hosts
