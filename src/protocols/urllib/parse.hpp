// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace porthole::urllib {

// Python's urllib.parse (RFC 3986). What it does not do here: take tabs and line ends out of a URL; they
// stay, and whoever sends refuses them. Bad URLs are std::invalid_argument.

/// Percent-encodes every byte but letters, digits, "_.-~" and those in `safe`. Text is UTF-8.
std::string quote(std::string_view text, std::string_view safe = "/");
/// The same for a form's fields: a blank becomes "+", a slash is encoded.
std::string quote_plus(std::string_view text, std::string_view safe = "");
/// Decodes %XX; what is no such triple stays as it is.
std::string unquote(std::string_view text);
/// The same, and "+" becomes a blank.
std::string unquote_plus(std::string_view text);

using Fields = std::vector<std::pair<std::string, std::string>>;

/// "name=value&name=value", as a form is posted.
std::string urlencode(const Fields& fields);
/// The fields of a query or a posted form, in order; those without a value only where `keep_blank_values`.
/// Throws std::invalid_argument for more than `max_num_fields`.
Fields parse_qsl(std::string_view query, bool keep_blank_values = false, std::size_t max_num_fields = 10000);
/// The same, by name.
std::map<std::string, std::vector<std::string>> parse_qs(std::string_view query,
                                                         bool keep_blank_values = false);

/// The parts of a URL: "scheme://netloc/path?query#fragment".
struct SplitResult {
  /// In lower case.
  std::string scheme;
  std::string netloc;
  std::string path;
  std::string query;
  std::string fragment;

  /// The parts of netloc, "username:password@hostname:port". Username and password still percent-encoded.
  [[nodiscard]] std::optional<std::string> username() const;
  [[nodiscard]] std::optional<std::string> password() const;
  /// In lower case, an address of IPv6 without its brackets; empty where there is none.
  [[nodiscard]] std::string hostname() const;
  /// Throws std::invalid_argument for what is no port.
  [[nodiscard]] std::optional<int> port() const;
  /// Put together again.
  [[nodiscard]] std::string geturl() const;

  friend bool operator==(const SplitResult&, const SplitResult&) = default;
};

/// Throws std::invalid_argument for an address in brackets that does not end.
SplitResult urlsplit(std::string_view url, std::string_view scheme = "");
std::string urlunsplit(const SplitResult& parts);
/// The URL without its fragment, and the fragment.
std::pair<std::string, std::string> urldefrag(std::string_view url);
/// Where a reference leads that stands in the document `base` (RFC 3986 section 5.2).
std::string urljoin(std::string_view base, std::string_view url);

}  // namespace porthole::urllib
