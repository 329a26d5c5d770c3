// SPDX-License-Identifier: MIT
// The scheme http.

#include "protocols/http.hpp"

#include <algorithm>

#include "protocols/email/base64.hpp"
#include "protocols/urllib/request.hpp"

namespace porthole::urllib {
namespace {

class HttpBody : public Body {
 public:
  explicit HttpBody(http::HTTPResponse response) : response_(std::move(response)) {}

  std::size_t readinto(std::span<std::byte> memory) override { return response_.readinto(memory); }
  [[nodiscard]] std::optional<std::uint64_t> length() const override { return response_.length(); }
  void close() noexcept override { response_.close(); }
  [[nodiscard]] const http::HTTPMessage& trailers() const override { return response_.trailers(); }

 private:
  http::HTTPResponse response_;
};

bool among(const http::HeaderList& headers, std::string_view name) {
  return std::ranges::any_of(
      headers, [&](const auto& header) { return http::same_ignoring_case(header.first, name); });
}

/// Path and query with bytes beyond ASCII percent-encoded; all else is as the caller wrote it, and refused
/// below where it cannot be sent.
std::string target_of(const SplitResult& url) {
  std::string target = url.path.empty() ? "/" : url.path;
  if (!url.query.empty()) target += '?' + url.query;
  std::string ascii;
  for (const char c : target)
    ascii += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : quote(std::string_view(&c, 1));
  return ascii;
}

void add_defaults(http::HeaderList& headers, const Request& request, const Options& options) {
  if (!among(headers, "User-Agent")) headers.emplace_back("User-Agent", "porthole");
  if (request.data && !among(headers, "Content-Type"))
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  if (!options.user.empty() && !among(headers, "Authorization"))
    headers.emplace_back("Authorization", basic_authorization(options.user, options.password));
  if (!among(headers, "Connection")) headers.emplace_back("Connection", "close");
}

}  // namespace

std::string basic_authorization(std::string_view user, std::string_view password) {
  if (user.find(':') != std::string_view::npos)
    throw std::invalid_argument("a user name for basic authentication cannot hold a colon");
  return "Basic " + email::b64encode(std::string(user) + ':' + std::string(password));
}

Response http_open(const Request& request, const SplitResult& url, const Options& options) {
  if (url.hostname().empty()) throw std::invalid_argument("there is no host");
  http::HTTPConnection connection(url.hostname(), url.port().value_or(http::HTTP_PORT), options.timeout,
                                  *options.network);
  http::HeaderList headers = request.headers;
  add_defaults(headers, request, options);
  const http::RequestBody body = request.body   ? request.body()
                                 : request.data ? http::RequestBody(*request.data)
                                                : http::RequestBody();
  connection.request(request.get_method(), target_of(url), body, headers);
  http::HTTPResponse response = connection.getresponse();
  ResponseHead head{.url = request.url,
                    .status = response.status(),
                    .reason = response.reason(),
                    .version = response.version(),
                    .headers = response.headers()};
  return {std::move(head), std::make_unique<HttpBody>(std::move(response))};
}

}  // namespace porthole::urllib
