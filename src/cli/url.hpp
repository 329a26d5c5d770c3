// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::cli {

/// The parts of an http URL that a request needs (RFC 3986). `target` is the path and query, never empty.
struct Url {
  std::string host;
  int port = 80;
  std::string target = "/";

  /// What the Host header says: the host, and the port unless it is 80.
  [[nodiscard]] std::string authority() const;
};

/// Throws Failure with status 3 for what is no URL and 1 for a scheme other than http, as curl counts. A URL
/// without a scheme means http.
Url parse_url(std::string_view text);

}  // namespace porthole::cli
