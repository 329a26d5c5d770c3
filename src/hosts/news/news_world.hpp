// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "hosts/news/news_store.hpp"

namespace porthole::hosts {

/// An article that is there from the start, and where.
struct WorldArticle {
  std::string text;
  std::vector<std::string> groups;
  NewsTime arrived;
};

/// The groups, without articles.
std::vector<NewsGroup> world_groups();

/// Threads in Chinese and English, their headers encoded as RFC 2047 wants.
std::vector<WorldArticle> world_articles();

}  // namespace porthole::hosts
