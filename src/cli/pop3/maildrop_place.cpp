// SPDX-License-Identifier: MIT
#include "cli/pop3/maildrop_place.hpp"

#include <algorithm>
#include <stdexcept>

#include "cli/failure.hpp"
#include "protocols/urllib/parse.hpp"

namespace porthole::cli {
namespace {

MaildropPlace parse_url(const std::string& url) {
  const urllib::SplitResult parts = urllib::urlsplit(url);
  MaildropPlace place;
  place.host = parts.hostname();
  if (place.host.empty()) throw std::invalid_argument("there is no host");
  place.port = parts.port().value_or(place.port);
  place.user = urllib::unquote(parts.username().value_or(""));
  place.password = urllib::unquote(parts.password().value_or(""));
  place.message = urllib::unquote(parts.path.empty() ? "" : parts.path.substr(1));
  return place;
}

}  // namespace

MaildropPlace parse_maildrop_place(const std::string& text) {
  const std::size_t scheme = text.find("://");
  const bool bare_ipv6 = !text.starts_with('[') && std::ranges::count(text, ':') > 1;
  try {
    if (scheme == std::string::npos) return parse_url("pop3://" + (bare_ipv6 ? '[' + text + ']' : text));
    if (text.substr(0, scheme) == "pop3") return parse_url(text);
  } catch (const std::invalid_argument& problem) {
    throw Failure("pop3 " + text + ": " + problem.what(), Status::malformed_url);
  }
  throw Failure("pop3 " + text + ": only pop3:// is spoken here");
}

}  // namespace porthole::cli
