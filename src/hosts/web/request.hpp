// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace porthole::hosts {

/// A request's head as RFC 9112 section 3 and RFC 9110 section 5 write it.
struct HttpRequest {
  /// More than this for a whole head, its empty line included, is answered with 431.
  static constexpr std::size_t max_head = std::size_t{16} * 1024;

  std::string method;
  std::string path;
  std::string query;
  int minor_version = 1;
  std::vector<std::pair<std::string, std::string>> headers;
  /// The head as it came, without the empty line.
  std::string head;

  /// The first header of this name, in any case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// True when the comma-separated header holds the token, in any case.
  [[nodiscard]] bool header_has(std::string_view name, std::string_view token) const;
  /// Whether the client wants the connection to go on after the answer.
  [[nodiscard]] bool keep_alive() const;
};

/// What became of the bytes so far: a request, an answer that refuses it (4xx or 505), or neither yet.
struct HttpParse {
  std::optional<HttpRequest> request;
  int refused = 0;
};

/// Takes one request's head off the front of `input` once it is complete. Lines end in CRLF or a bare LF;
/// empty lines before the request are passed over, as RFC 9112 section 2.2 asks.
HttpParse take_request(std::string& input);

bool same_ignoring_case(std::string_view one, std::string_view other);

}  // namespace porthole::hosts
