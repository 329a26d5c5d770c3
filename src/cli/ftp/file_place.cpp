// SPDX-License-Identifier: MIT
#include "cli/ftp/file_place.hpp"

#include <algorithm>
#include <stdexcept>

#include "cli/failure.hpp"
#include "protocols/urllib/parse.hpp"

namespace porthole::cli {
namespace {

FilePlace parse_url(const std::string& url, bool encoded) {
  const urllib::SplitResult parts = urllib::urlsplit(url);
  FilePlace place;
  place.host = parts.hostname();
  if (place.host.empty()) throw std::invalid_argument("there is no host");
  place.port = parts.port().value_or(place.port);
  place.user = urllib::unquote(parts.username().value_or(""));
  place.password = urllib::unquote(parts.password().value_or(""));
  // A file's name may hold ? and #, which mean nothing to FTP.
  const std::size_t slash = url.find('/', url.find("://") + 3);
  const std::string path = slash == std::string::npos ? "" : url.substr(slash + 1);
  place.path = encoded ? urllib::unquote(path) : path;
  return place;
}

}  // namespace

FilePlace parse_file_place(const std::string& text) {
  const std::size_t scheme = text.find("://");
  const std::string server = text.substr(0, text.find('/'));
  const bool bare_ipv6 = !text.starts_with('[') && std::ranges::count(server, ':') > 1;
  try {
    if (scheme == std::string::npos)
      return parse_url("ftp://" + (bare_ipv6 ? '[' + server + ']' + text.substr(server.size()) : text),
                       false);
    if (text.substr(0, scheme) == "ftp") return parse_url(text, true);
  } catch (const std::invalid_argument& problem) {
    throw Failure("ftp " + text + ": " + problem.what(), Status::malformed_url);
  }
  throw Failure("ftp " + text + ": only ftp:// is spoken here");
}

}  // namespace porthole::cli
