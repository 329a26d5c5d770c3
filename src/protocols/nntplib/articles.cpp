// SPDX-License-Identifier: MIT
// Articles, their overviews and headers.
#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/lists.hpp"
#include "protocols/nntplib/nntp.hpp"

namespace porthole::nntplib {
namespace {

std::string command(std::string_view verb, const std::string& argument) {
  return argument.empty() ? std::string(verb) : std::string(verb) + ' ' + argument;
}

std::string header_name(std::string_view name) {
  one_line(name, "a header's name");
  if (name.empty() || name.find_first_of(" \t") != std::string_view::npos)
    throw std::invalid_argument("a header's name may not be empty or hold blanks");
  return std::string(name);
}

void add_memory(std::size_t& memory, std::size_t more) {
  memory += more;
  if (memory > NNTP::max_answer)
    throw LimitError("the server's answer takes more than " + std::to_string(NNTP::max_answer) +
                     " bytes of memory");
}

}  // namespace

std::string ArticleInfo::text() const {
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\r\n");
  return text;
}

StatAnswer NNTP::stat_of(const std::string& line, int code) {
  return parse_stat(ask(line, {code}));
}

StatAnswer NNTP::stat(const ArticleSpec& article) {
  return stat_of(command("STAT", article.text()), 223);
}

StatAnswer NNTP::next() {
  return stat_of("NEXT", 223);
}

StatAnswer NNTP::last() {
  return stat_of("LAST", 223);
}

StatAnswer NNTP::fetch(const char* verb, int code, const ArticleSpec& article, const Sink& sink) {
  const Reply reply = ask(command(verb, article.text()), {code});
  const auto pass_on = [&sink](std::string line) { sink(line += "\r\n"); };
  const DotLimits limits{.line = max_line, .total = std::numeric_limits<std::size_t>::max()};
  in_step([&] { read_dot_lines(channel_, pass_on, limits); });
  return parse_stat(reply);
}

ArticleAnswer NNTP::fetch(const char* verb, int code, const ArticleSpec& article) {
  const Reply reply = ask(command(verb, article.text()), {code});
  ArticleAnswer answer{.response = reply.line, .article = {}};
  in_step([&] { answer.article.lines = read_dot_lines(channel_, {.line = max_line, .total = max_answer}); });
  const StatAnswer stat = parse_stat(reply);
  answer.article.number = stat.number;
  answer.article.message_id = stat.message_id;
  return answer;
}

ArticleAnswer NNTP::article(const ArticleSpec& article) {
  return fetch("ARTICLE", 220, article);
}

ArticleAnswer NNTP::head(const ArticleSpec& article) {
  return fetch("HEAD", 221, article);
}

ArticleAnswer NNTP::body(const ArticleSpec& article) {
  return fetch("BODY", 222, article);
}

StatAnswer NNTP::article(const ArticleSpec& article, const Sink& sink) {
  return fetch("ARTICLE", 220, article, sink);
}

StatAnswer NNTP::head(const ArticleSpec& article, const Sink& sink) {
  return fetch("HEAD", 221, article, sink);
}

StatAnswer NNTP::body(const ArticleSpec& article, const Sink& sink) {
  return fetch("BODY", 222, article, sink);
}

std::string NNTP::overview(const std::string& line, const std::function<void(const OverviewRecord&)>& use) {
  const OverviewFormat& format = overview_fmt();
  const Reply reply = ask(line, {224});
  read_lines([&](const std::string& text) { use(parse_overview(text, format)); },
             std::numeric_limits<std::size_t>::max());
  return reply.line;
}

ListAnswer<OverviewRecord> NNTP::overview(const std::string& line) {
  ListAnswer<OverviewRecord> answer;
  std::size_t memory = 0;
  answer.response = overview(line, [&](const OverviewRecord& record) {
    constexpr std::size_t a_string = sizeof(std::string);
    std::size_t size = sizeof record + record.subject.size() + record.from.size() + record.references.size();
    for (const auto& [name, value] : record.other) size += 2 * a_string + name.size() + value.size();
    add_memory(memory, size);
    answer.items.push_back(record);
  });
  return answer;
}

ListAnswer<OverviewRecord> NNTP::over(const ArticleRange& range) {
  return overview(command(offers("OVER") ? "OVER" : "XOVER", range.text()));
}

ListAnswer<OverviewRecord> NNTP::over(const ArticleSpec& article) {
  return overview(command(offers("OVER") ? "OVER" : "XOVER", article.text()));
}

std::string NNTP::over(const ArticleRange& range, const std::function<void(const OverviewRecord&)>& use) {
  return overview(command(offers("OVER") ? "OVER" : "XOVER", range.text()), use);
}

ListAnswer<OverviewRecord> NNTP::xover(const ArticleRange& range) {
  return overview(command("XOVER", range.text()));
}

ListAnswer<HeaderLine> NNTP::headers(const char* verb, int code, std::string_view header,
                                     const std::string& articles) {
  ListAnswer<HeaderLine> answer;
  answer.response = ask(command(std::string(verb) + ' ' + header_name(header), articles), {code}).line;
  std::size_t memory = 0;
  read_lines([&](const std::string& text) {
    add_memory(memory, sizeof(HeaderLine) + text.size());
    answer.items.push_back(parse_header_line(text));
  });
  return answer;
}

ListAnswer<HeaderLine> NNTP::hdr(std::string_view header, const ArticleRange& range) {
  return offers("HDR") ? headers("HDR", 225, header, range.text()) : xhdr(header, range);
}

ListAnswer<HeaderLine> NNTP::hdr(std::string_view header, const ArticleSpec& article) {
  return offers("HDR") ? headers("HDR", 225, header, article.text()) : xhdr(header, article);
}

ListAnswer<HeaderLine> NNTP::xhdr(std::string_view header, const ArticleRange& range) {
  return headers("XHDR", 221, header, range.text());
}

ListAnswer<HeaderLine> NNTP::xhdr(std::string_view header, const ArticleSpec& article) {
  return headers("XHDR", 221, header, article.text());
}

}  // namespace porthole::nntplib
