// SPDX-License-Identifier: MIT
// Pages that show a request to its sender, and those that answer by its path: what clients are tried on.

#include <algorithm>
#include <stdexcept>

#include "hosts/web/site.hpp"
#include "hosts/web/texts.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/urllib/parse.hpp"

namespace porthole::hosts {
namespace {

constexpr std::size_t most_fields = 100;

WebPage echo(const HttpRequest& request, const std::string& body) {
  WebPage page{.type = std::string(request.header("Content-Type").value_or("application/octet-stream")),
               .body = body};
  page.headers.emplace_back("X-Method", request.method);
  return page;
}

WebPage form(const HttpRequest& request, const std::string& body) {
  if (request.method != "POST") return {.body = std::string(form_text)};
  std::string text;
  try {
    for (const auto& [name, value] : urllib::parse_qsl(body, true, most_fields)) {
      text += name;
      text += ": ";
      text += value;
      text += '\n';
    }
  } catch (const std::invalid_argument&) {
    return error_page(400);
  }
  return text_page(std::move(text));
}

WebPage cookie(const HttpRequest& request) {
  unsigned long long visits = 0;
  for (std::string_view rest = request.header("Cookie").value_or(""); !rest.empty();) {
    std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.starts_with("visits=")) visits = number_field(pair, "visits", 0, 1'000'000).value_or(0);
  }
  ++visits;
  WebPage page = text_page("visit " + std::to_string(visits) + '\n');
  page.headers.emplace_back("Set-Cookie", "visits=" + std::to_string(visits) + "; Path=/cookie; HttpOnly");
  return page;
}

bool is_learner(const HttpRequest& request) {
  const std::string_view value = request.header("Authorization").value_or("");
  const std::size_t blank = value.find(' ');
  if (blank == std::string_view::npos || !same_ignoring_case(value.substr(0, blank), "Basic")) return false;
  return value.substr(value.find_first_not_of(' ', blank)) == email::b64encode("learner:secret");
}

WebPage private_page(const HttpRequest& request) {
  if (is_learner(request)) return text_page("Welcome, learner. 欢迎。\n");
  WebPage page = error_page(401);
  page.headers.emplace_back("WWW-Authenticate", "Basic realm=\"practice\", charset=\"UTF-8\"");
  return page;
}

WebPage status_page(const HttpRequest& request) {
  const auto status = number_field("n=" + request.path.substr(8), "n", 0, 599);
  if (!status || *status < 200) return error_page(400);
  return error_page(static_cast<int>(*status));
}

WebPage redirect(const HttpRequest& request) {
  const auto count = number_field(request.query, "n", 1, 100);
  const auto status = number_field(request.query, "status", 302, 308);
  if (!count || !status || *status < 300) return error_page(400);
  std::string to = "/hello.txt";
  for (const auto& [name, value] : urllib::parse_qsl(request.query, false, most_fields))
    if (name == "to") to = value;
  // Only to this host's own pages, and never a header of the visitor's making.
  if (!to.starts_with('/') || to.starts_with("//")) return error_page(400);
  to = urllib::quote(to, "/?&=");
  if (*count > 1) to = "/redirect?n=" + std::to_string(*count - 1) + "&to=" + urllib::quote(to);
  WebPage page = error_page(static_cast<int>(*status));
  page.headers.emplace_back("Location", to);
  return page;
}

}  // namespace

WebPage mirror_page(const HttpRequest& request, const std::string& body) {
  if (request.path == "/echo") return echo(request, body);
  if (request.path == "/form") return form(request, body);
  if (request.path == "/headers") return text_page(request.head + '\n');
  if (request.path == "/cookie") return cookie(request);
  if (request.path == "/private") return private_page(request);
  if (request.path.starts_with("/status/")) return status_page(request);
  if (request.path == "/redirect") return redirect(request);
  WebPage page = error_page(302);
  page.headers.emplace_back("Location", "/loop");
  return page;
}

}  // namespace porthole::hosts
