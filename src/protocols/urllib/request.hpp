// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>

#include "protocols/urllib/parse.hpp"
#include "protocols/urllib/response.hpp"

namespace porthole::urllib {

/// What to ask of a URL.
struct Request {
  Request(std::string address) : url(std::move(address)) {}
  Request(const char* address) : url(address) {}

  /// Bytes beyond ASCII in it are percent-encoded when it is sent. "user:password@" is sent by basic
  /// authentication, never as part of the request.
  std::string url;
  /// What is posted: a form by urlencode(), or anything else with a Content-Type among the headers.
  std::optional<std::string> data = {};
  /// The same for a body that is made as it is sent: called for each time it is.
  std::function<http::RequestBody()> body = {};
  http::HeaderList headers = {};
  /// Empty: POST with data or body, GET without.
  std::string method = {};

  [[nodiscard]] std::string get_method() const;
  [[nodiscard]] bool has_body() const { return data.has_value() || body; }
};

/// How to open it.
struct Options {
  Timeout timeout = getdefaulttimeout();
  Network* network = &default_network();
  /// Who logs in where the URL does not say it (basic authentication, RFC 7617). It goes to the first URL's
  /// host and port only, never where a redirect leads elsewhere.
  std::string user = {};
  std::string password = {};
  /// Whether to go where redirects lead.
  bool follow_redirects = true;
  /// How many redirects to follow, and how often to the same place, before it is a URLError.
  int max_redirections = 10;
  int max_repeats = 4;
  /// Told of each answer on the way that is followed further.
  std::function<void(const ResponseHead&)> on_redirect = {};
};

/// Opens one URL, without following where it leads.
using SchemeHandler = std::function<Response(const Request&, const SplitResult&, const Options&)>;

/// Opens URLs by their scheme: http, and what is added.
class OpenerDirector {
 public:
  OpenerDirector();

  void add_handler(const std::string& scheme, SchemeHandler handler) {
    handlers_[scheme] = std::move(handler);
  }

  /// The answer, whatever its status. Redirects are followed: after 303, and 301 or 302 to a POST, with GET
  /// and without the body, after 307 and 308 with method and body again (RFC 9110 section 15.4). Throws
  /// URLError for an unknown scheme, HTTPError for redirects beyond the limits, std::invalid_argument for
  /// what is no URL, and what the scheme's client throws.
  [[nodiscard]] Response fetch(const Request& request, const Options& options = {}) const;
  /// The same, but HTTPError for a status other than 2xx.
  [[nodiscard]] Response open(const Request& request, const Options& options = {}) const;

 private:
  std::map<std::string, SchemeHandler, std::less<>> handlers_;
};

/// Opens a URL: Python's urlopen().
Response urlopen(const Request& request, const Options& options = {});

/// Told while a file is fetched: how many blocks have come, a block's size, and the whole's, -1 where that is
/// not known. Called once before the first block.
using ReportHook = std::function<void(long long blocks, long long block_size, long long total)>;

/// Fetches a URL into a file, block by block; the answer's headers. What could not be fetched whole throws;
/// the file then holds what came. Throws porthole::error when the file cannot be written.
http::HTTPMessage urlretrieve(const Request& request, const std::string& filename,
                              const ReportHook& reporthook = {}, const Options& options = {});

/// The value of an Authorization header for basic authentication. Throws std::invalid_argument for a user
/// name with a colon.
std::string basic_authorization(std::string_view user, std::string_view password);

/// Opens http:// (RFC 9110), one connection a request.
Response http_open(const Request& request, const SplitResult& url, const Options& options);

}  // namespace porthole::urllib
