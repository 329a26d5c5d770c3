// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace porthole::cli {

/// Where to read news: a server, and what there is behind it. From HOST, HOST:PORT, or a URL of RFC 5538:
/// nntp://HOST/GROUP/NUMBER, news://HOST/GROUP, news://HOST/MESSAGE-ID.
struct NewsPlace {
  std::string host;
  int port = 119;
  std::string user;
  std::string password;
  /// A group and an article's number, or only a group, or only a message-id in its angle brackets.
  std::vector<std::string> path;
};

/// Throws Failure: 3 for what is no place, 1 for a scheme that is not news.
NewsPlace parse_news_place(const std::string& text);

}  // namespace porthole::cli
