// SPDX-License-Identifier: MIT
#include <algorithm>

#include "protocols/http/head.hpp"
#include "protocols/urllib/request.hpp"

namespace porthole::urllib {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool unfit(char c) {
  return (c >= 0 && c <= ' ') || c == 0x7f;
}

/// Scheme, host and port: whom credentials are meant for.
bool same_origin(const SplitResult& one, const SplitResult& other) {
  return one.scheme == other.scheme && one.hostname() == other.hostname() && one.port() == other.port();
}

/// Takes "user:password@" out of the URL: credentials go into a header, not into messages and requests.
void take_credentials(SplitResult& url, Options& options) {
  if (const auto user = url.username()) {
    options.user = unquote(*user);
    options.password = unquote(url.password().value_or(""));
    url.netloc.erase(0, url.netloc.rfind('@') + 1);
  }
}

void erase_headers(http::HeaderList& headers, std::initializer_list<std::string_view> names) {
  std::erase_if(headers, [&](const auto& header) {
    return std::ranges::any_of(
        names, [&](std::string_view name) { return http::same_ignoring_case(header.first, name); });
  });
}

SplitResult checked_url(const std::string& url) {
  if (std::ranges::any_of(url, unfit))
    throw std::invalid_argument("a URL holds no blanks or control characters");
  SplitResult parts = urlsplit(url);
  parts.fragment.clear();
  return parts;
}

/// Opens what a host has sent us to: there, a URL that cannot be opened is the host's fault and not the
/// caller's.
Response follow(const SchemeHandler& handler, const Request& request, const SplitResult& url,
                const Options& options) {
  try {
    return handler(request, url, options);
  } catch (const std::invalid_argument& problem) {
    throw URLError("the host redirects to " + http::shown(request.url) + ": " + problem.what());
  }
}

/// The request that follows an answer which leads elsewhere.
void redirect(Request& request, Options& options, const ResponseHead& head, SplitResult& url,
              std::string_view location) {
  // A Location may be written badly: blanks in it are encoded, as browsers do.
  SplitResult next = checked_url(urljoin(urlunsplit(url), quote(location, "!#$%&'()*+,/:;=?@[]~")));
  static_cast<void>(next.port());
  if (!same_origin(url, next)) {
    options.user.clear();
    options.password.clear();
    erase_headers(request.headers, {"Authorization", "Cookie", "Host"});
  }
  take_credentials(next, options);
  const std::string method = request.get_method();
  const bool becomes_get = (head.status == 303 && method != "HEAD") ||
                           ((head.status == 301 || head.status == 302) && method == "POST");
  if (becomes_get) {
    request.method = "GET";
    request.data.reset();
    request.body = {};
    erase_headers(request.headers, {"Content-Length", "Content-Type", "Transfer-Encoding", "Expect"});
  } else {
    request.method = method;
  }
  url = std::move(next);
  request.url = urlunsplit(url);
}

ResponseHead head_of(const Response& response) {
  return {.url = response.geturl(),
          .status = response.status(),
          .reason = response.reason(),
          .version = response.version(),
          .headers = response.headers()};
}

}  // namespace

std::string Request::get_method() const {
  if (!method.empty()) return method;
  return has_body() ? "POST" : "GET";
}

OpenerDirector::OpenerDirector() {
  add_handler("http", http_open);
}

Response OpenerDirector::fetch(const Request& request, const Options& options) const {
  Request now = request;
  Options how = options;
  SplitResult url = checked_url(now.url);
  take_credentials(url, how);
  now.url = urlunsplit(url);
  std::map<std::string, int> visits;
  for (int count = 0;; ++count) {
    const auto handler = handlers_.find(url.scheme);
    if (handler == handlers_.end())
      throw UnknownScheme("the scheme \"" + http::shown(url.scheme) + "\" is not spoken here");
    Response response = count == 0 ? handler->second(now, url, how) : follow(handler->second, now, url, how);
    const auto location = response.headers().get("Location");
    if (!options.follow_redirects || !is_redirect(response.status()) || !location) return response;
    if (count == options.max_redirections)
      throw HTTPError("more than " + std::to_string(options.max_redirections) + " redirects",
                      std::move(response));
    if (++visits[now.get_method() + ' ' + now.url] > options.max_repeats)
      throw HTTPError("the host redirects in a circle, by way of " + now.url, std::move(response));
    if (options.on_redirect) options.on_redirect(head_of(response));
    response.close();
    try {
      redirect(now, how, head_of(response), url, *location);
      if (url.scheme != "http") throw std::invalid_argument("only http:// is followed");
    } catch (const std::invalid_argument& problem) {
      throw URLError("the host redirects to " + http::shown(*location) + ": " + problem.what());
    }
  }
}

Response OpenerDirector::open(const Request& request, const Options& options) const {
  Response response = fetch(request, options);
  if (response.status() / 100 == 2) return response;
  const std::string what = "HTTP Error " + std::to_string(response.status()) + ": " + response.reason();
  throw HTTPError(what, std::move(response));
}

Response urlopen(const Request& request, const Options& options) {
  return OpenerDirector().open(request, options);
}

}  // namespace porthole::urllib
