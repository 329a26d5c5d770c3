// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hosts/web/files.hpp"
#include "hosts/web/request.hpp"

namespace porthole::hosts {

/// An answer: a body that is there, one that is made as it is sent (`big`), lines that come one by one
/// (`slow`), or a body that is sent in chunks with a trailer (`chunks`).
struct WebPage {
  enum class Kind { whole, big, slow, chunks };

  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body = {};
  Kind kind = Kind::whole;
  /// Bytes of a big page; lines of a slow one.
  unsigned long long count = 0;
  /// Between the lines of a slow page.
  int milliseconds = 0;
  /// Where a big page begins: a range of it.
  unsigned long long first = 0;
  /// Whether parts of it may be asked for (RFC 9110 section 14).
  bool ranges = false;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// What a page wants of a request.
struct WebPlace {
  /// Its methods, as the header Allow has them.
  std::string allow;
  /// Its body: no more than this, or any size where it is only counted.
  std::size_t most_body = 0;
  bool counts_body = false;
};

/// www.test: its pages, and the files that visitors store there.
class WebSite {
 public:
  /// What is known before a request's body has come: is there such a page, may it be asked so? An answer
  /// that refuses it, or status 0 and the place.
  std::pair<WebPage, WebPlace> consider(const HttpRequest& request) const;
  /// The answer to a request with its whole body, or with what counting the body found.
  WebPage answer(const HttpRequest& request, const std::string& body);

 private:
  WebFiles files_;
};

/// The page that explains a refusal.
WebPage error_page(int status);
/// A page of plain text.
WebPage text_page(std::string text);

/// The pages that show a request to its sender: /echo, /headers, /form, /cookie, /private, /status,
/// /redirect.
WebPage mirror_page(const HttpRequest& request, const std::string& body);

/// XML-RPC at /RPC2.
WebPage rpc_page(const std::string& body);

/// The number of a query's field, or `otherwise` when it is not there; nothing when it is no number up to
/// `most`.
std::optional<unsigned long long> number_field(std::string_view query, std::string_view name,
                                               unsigned long long otherwise, unsigned long long most);

/// Cuts a page to the part that a Range header asks for: one range of bytes (RFC 9110 section 14.2); other
/// forms are passed over, and the whole page stays.
void cut_to_range(const HttpRequest& request, WebPage& page);

/// Byte number `index` of a big page: a pattern, so that a receiver can tell where it is.
constexpr char big_byte(unsigned long long index) {
  return static_cast<char>(index % 251);
}

}  // namespace porthole::hosts
