// SPDX-License-Identifier: MIT
#include "hosts/web/site.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "hosts/web/texts.hpp"
#include "protocols/http/status.hpp"
#include "protocols/urllib/parse.hpp"

namespace porthole::hosts {
namespace {

constexpr unsigned long long most_bytes = 16ULL << 30;
constexpr unsigned long long most_lines = 60;
constexpr unsigned long long most_milliseconds = 10000;
constexpr std::size_t form_size = std::size_t{64} * 1024;
constexpr std::string_view files_folder = "/files/";

std::optional<unsigned long long> number(std::string_view digits, unsigned long long most) {
  unsigned long long value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value > most) return std::nullopt;
  return value;
}

WebPage big(std::string_view query) {
  const auto count = number_field(query, "n", 1000000, most_bytes);
  if (!count) return error_page(400);
  return {.type = "application/octet-stream", .kind = WebPage::Kind::big, .count = *count, .ranges = true};
}

WebPage slow(std::string_view query) {
  const auto lines = number_field(query, "n", 5, most_lines);
  const auto pause = number_field(query, "ms", 500, most_milliseconds);
  if (!lines || !pause) return error_page(400);
  WebPage page = text_page({});
  page.kind = WebPage::Kind::slow;
  page.count = *lines;
  page.milliseconds = static_cast<int>(*pause);
  return page;
}

std::string_view advice(int status) {
  switch (status) {
    case 400:
      return "The request could not be understood.";
    case 401:
      return "Say who you are: learner, secret.";
    case 404:
      return "There is no such page here; / lists what there is.";
    case 405:
      return "This page answers other methods; the header Allow names them.";
    case 413:
      return "That is more than this page takes.";
    case 416:
      return "The page is shorter than that.";
    case 431:
      return "The head of the request is longer than 16 KiB.";
    case 505:
      return "This server speaks HTTP/1.0 and HTTP/1.1.";
    default:
      return status < 400 ? "That is all." : "This server does not do that.";
  }
}

std::string file_name(const HttpRequest& request) {
  return urllib::unquote(request.path.substr(files_folder.size()));
}

/// The place at a path; nothing where there is none.
std::optional<WebPlace> place_of(std::string_view path) {
  if (path == "/echo") return WebPlace{"GET, HEAD, POST, PUT, PATCH, DELETE", WebFiles::most_bytes};
  if (path == "/upload") return WebPlace{.allow = "POST, PUT", .counts_body = true};
  if (path == "/form") return WebPlace{"GET, HEAD, POST", form_size};
  if (path == "/RPC2") return WebPlace{"POST", WebFiles::most_bytes};
  if (path == "/redirect") return WebPlace{"GET, HEAD, POST, PUT", form_size};
  if (path == files_folder) return WebPlace{"GET, HEAD", 0};
  if (path.starts_with(files_folder)) return WebPlace{"GET, HEAD, PUT, DELETE", WebFiles::most_bytes};
  for (const std::string_view page : {"/", "/zh", "/hello.txt", "/poem.txt", "/big", "/slow", "/chunks",
                                      "/headers", "/cookie", "/private", "/loop"})
    if (path == page) return WebPlace{"GET, HEAD", form_size};
  if (path.starts_with("/status/")) return WebPlace{"GET, HEAD, POST", form_size};
  return std::nullopt;
}

bool allows(std::string_view allow, std::string_view method) {
  const std::size_t at = allow.find(method);
  if (at == std::string_view::npos) return false;
  const std::string_view after = allow.substr(at + method.size());
  return (at == 0 || allow[at - 1] == ' ') && (after.empty() || after.starts_with(','));
}

WebPage file_page(WebFiles& files, const HttpRequest& request, const std::string& body) {
  const std::string name = file_name(request);
  if (name.empty()) return text_page(files.listing());
  int status = 0;
  if (request.method == "PUT") {
    status = files.store(
        name, {std::string(request.header("Content-Type").value_or("application/octet-stream")), body});
  } else if (request.method == "DELETE") {
    status = files.remove(name);
  } else if (const WebFiles::File* file = files.find(name)) {
    return {.type = file->type, .body = file->content, .ranges = true};
  } else {
    status = 404;
  }
  WebPage page = error_page(status);
  if (status == 201) page.headers.emplace_back("Location", request.path);
  return page;
}

}  // namespace

std::optional<unsigned long long> number_field(std::string_view query, std::string_view name,
                                               unsigned long long otherwise, unsigned long long most) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.starts_with(name) && pair.substr(name.size(), 1) == "=")
      return number(pair.substr(name.size() + 1), most);
  }
  return otherwise;
}

WebPage text_page(std::string text) {
  return {.type = "text/plain; charset=utf-8", .body = std::move(text)};
}

WebPage error_page(int status) {
  WebPage page = text_page(std::to_string(status) + ' ' + std::string(http::responses(status)) + '\n' +
                           std::string(advice(status)) + '\n');
  page.status = status;
  return page;
}

std::pair<WebPage, WebPlace> WebSite::consider(const HttpRequest& request) const {
  static constexpr std::string_view known = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  if (!allows(known, request.method)) return {error_page(501), {}};
  const auto place = request.path == "*" ? WebPlace{std::string(known)} : place_of(request.path);
  if (!place) return {error_page(404), {}};
  WebPage page = error_page(0);
  if (request.method == "OPTIONS") {
    page = error_page(204);
  } else if (!allows(place->allow, request.method)) {
    page = error_page(405);
  }
  if (page.status != 0) page.headers.emplace_back("Allow", place->allow);
  return {page, *place};
}

WebPage WebSite::answer(const HttpRequest& request, const std::string& body) {
  const std::string_view path = request.path;
  if (path == "/") return {.body = std::string(home_text)};
  if (path == "/zh") return {.body = std::string(chinese_text)};
  if (path == "/hello.txt") return text_page("Hello from www.test!\n");
  if (path == "/big") return big(request.query);
  if (path == "/slow") return slow(request.query);
  if (path == "/RPC2") return rpc_page(body);
  if (path == "/upload") return text_page(body);
  if (path.starts_with(files_folder)) return file_page(files_, request, body);
  if (path == "/poem.txt" || path == "/chunks") {
    WebPage page = text_page(std::string(poem_text));
    page.ranges = path == "/poem.txt";
    if (path == "/chunks") page.kind = WebPage::Kind::chunks;
    return page;
  }
  return mirror_page(request, body);
}

void cut_to_range(const HttpRequest& request, WebPage& page) {
  const auto range = request.header("Range");
  if (!page.ranges || page.status != 200 || !range || !range->starts_with("bytes=")) return;
  const std::string_view spec = range->substr(6);
  const std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return;
  const unsigned long long whole = page.kind == WebPage::Kind::big ? page.count : page.body.size();
  const auto first = number(spec.substr(0, dash), ~0ULL);
  const auto last = number(spec.substr(dash + 1), ~0ULL);
  unsigned long long from = 0;
  unsigned long long to = whole;
  if (dash == 0) {
    if (!last) return;
    from = whole - std::min(*last, whole);
  } else {
    if (!first || (dash + 1 < spec.size() && (!last || *last < *first))) return;
    from = *first;
    if (last && *last < whole) to = *last + 1;
  }
  if (from >= to) {
    page = error_page(416);
    page.headers.emplace_back("Content-Range", "bytes */" + std::to_string(whole));
    return;
  }
  page.status = 206;
  page.headers.emplace_back("Content-Range", "bytes " + std::to_string(from) + '-' + std::to_string(to - 1) +
                                                 '/' + std::to_string(whole));
  page.first = from;
  page.count = to - from;
  if (page.kind == WebPage::Kind::whole)
    page.body = page.body.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
}

}  // namespace porthole::hosts
