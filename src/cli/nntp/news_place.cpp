// SPDX-License-Identifier: MIT
#include "cli/nntp/news_place.hpp"

#include <algorithm>
#include <string_view>

#include "cli/failure.hpp"
#include "cli/server_place.hpp"

namespace porthole::cli {
namespace {

void parse_path(const std::string& whole, std::string_view path, NewsPlace& place) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) place.path.push_back(percent_decoded("nntp", whole, path.substr(0, slash)));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  if (place.path.size() > 2) {
    throw Failure(
        "nntp " + shown_place(whole) + ": after the host come a group and a number, or a message-id",
        Status::malformed_url);
  }
  // RFC 5538 section 3: in a URL a message-id stands without its angle brackets.
  if (place.path.size() == 1 && place.path[0].find('@') != std::string::npos &&
      !place.path[0].starts_with('<'))
    place.path[0] = '<' + place.path[0] + '>';
}

}  // namespace

NewsPlace parse_news_place(const std::string& text) {
  const ServerPlace server = parse_server_place("nntp", text, {"nntp", "news"});
  NewsPlace place{.host = server.host, .user = server.user, .password = server.password, .path = {}};
  place.port = server.port.value_or(place.port);
  parse_path(text, server.path, place);
  return place;
}

}  // namespace porthole::cli
