// SPDX-License-Identifier: MIT
#include "hosts/web_site.hpp"

#include <charconv>
#include <optional>

namespace porthole::hosts {
namespace {

constexpr unsigned long long most_bytes = 16ULL << 30;
constexpr unsigned long long most_lines = 60;
constexpr unsigned long long most_milliseconds = 10000;

constexpr std::string_view home = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>www.test</title></head>
<body>
<h1>It works.</h1>
<p>You have reached the practice web server of Porthole.</p>
<ul>
<li><a href="/hello.txt">/hello.txt</a> one line of text</li>
<li><a href="/zh">/zh</a> 中文网页</li>
<li><a href="/slow">/slow</a> five lines, half a second apart (?n=LINES&amp;ms=MILLISECONDS)</li>
<li><a href="/big?n=1000000">/big?n=1000000</a> as many bytes as you ask for</li>
<li><a href="/headers">/headers</a> your request, sent back to you</li>
</ul>
</body>
</html>
)";

constexpr std::string_view chinese = R"(<!DOCTYPE html>
<html lang="zh">
<head><meta charset="utf-8"><title>你好</title></head>
<body>
<h1>你好，套接字！</h1>
<p>这一页来自 Porthole 的练习服务器 www.test。</p>
<p>一个汉字在 UTF-8 里占三个字节，所以 Content-Length 比字数大。</p>
</body>
</html>
)";

WebPage text(std::string body) {
  return {.type = "text/plain; charset=utf-8", .body = std::move(body)};
}

/// The number of a query's field, or `otherwise` when it is not there; nothing when it is no number up to
/// `most`.
std::optional<unsigned long long> field(std::string_view query, std::string_view name,
                                        unsigned long long otherwise, unsigned long long most) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (!pair.starts_with(name) || pair.substr(name.size(), 1) != "=") continue;
    const std::string_view digits = pair.substr(name.size() + 1);
    unsigned long long value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value > most) return std::nullopt;
    return value;
  }
  return otherwise;
}

WebPage big(std::string_view query) {
  const auto count = field(query, "n", 1000000, most_bytes);
  if (!count) return error_page(400);
  return {.type = "application/octet-stream", .body = {}, .kind = WebPage::Kind::big, .count = *count};
}

WebPage slow(std::string_view query) {
  const auto lines = field(query, "n", 5, most_lines);
  const auto pause = field(query, "ms", 500, most_milliseconds);
  if (!lines || !pause) return error_page(400);
  WebPage page = text({});
  page.kind = WebPage::Kind::slow;
  page.count = *lines;
  page.milliseconds = static_cast<int>(*pause);
  return page;
}

std::string_view advice(int status) {
  switch (status) {
    case 400:
      return "The request could not be understood.";
    case 404:
      return "There is no such page here; / lists what there is.";
    case 405:
      return "This server answers GET and HEAD.";
    case 431:
      return "The head of the request is longer than 16 KiB.";
    case 505:
      return "This server speaks HTTP/1.0 and HTTP/1.1.";
    default:
      return "This server does not do that.";
  }
}

}  // namespace

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

WebPage error_page(int status) {
  WebPage page = text(std::to_string(status) + ' ' + std::string(reason(status)) + '\n' +
                      std::string(advice(status)) + '\n');
  page.status = status;
  return page;
}

WebPage find_page(const HttpRequest& request) {
  if (request.path == "/") return {.body = std::string(home)};
  if (request.path == "/zh") return {.body = std::string(chinese)};
  if (request.path == "/hello.txt") return text("Hello from www.test!\n");
  if (request.path == "/headers") return text(request.head + '\n');
  if (request.path == "/big") return big(request.query);
  if (request.path == "/slow") return slow(request.query);
  return error_page(404);
}

}  // namespace porthole::hosts
