// SPDX-License-Identifier: MIT
// groups, over, article, head, body.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/json.hpp"
#include "cli/nntp/session.hpp"
#include "cli/output.hpp"
#include "protocols/email/header_parser.hpp"

namespace porthole::cli {
namespace {

using namespace nntplib;

struct OverOptions : NewsOptions {
  ArticleNumber newest = 0;
};

struct ArticleOptions : NewsOptions {
  std::string output;
  bool crlf = false;
};

using Words = std::vector<std::string>;

void groups(NNTP& news, const NewsOptions& options, const Words& words) {
  if (words.size() > 1) throw Failure("nntp groups: one pattern at a time, parted by commas", Status::usage);
  const std::string pattern = words.empty() ? "" : words[0];
  const auto [response, all] = news.list(pattern);
  std::map<std::string, std::string> descriptions;
  try {
    descriptions = news.descriptions(pattern);
  } catch (const NNTPError&) {
    descriptions.clear();  // a server need not describe its groups
  }
  Json list = Json::array();
  for (const GroupInfo& group : all) {
    const auto found = descriptions.find(group.group);
    const std::string description = found == descriptions.end() ? "" : found->second;
    if (options.json)
      list.push_back({{"group", group.group},
                      {"first", group.first},
                      {"last", group.last},
                      {"flag", group.flag},
                      {"description", description}});
    else
      std::cout << one_field(group.group) << '\t' << group.first << '\t' << group.last << '\t'
                << one_field(group.flag) << '\t' << one_field(description) << '\n';
  }
  if (options.json) print_json(list);
}

ArticleNumber number_of(std::string_view text) {
  ArticleNumber number = 0;
  if (!parse_number(text, number))
    throw Failure("nntp: " + std::string(text) + " is no article number", Status::usage);
  return number;
}

ArticleRange range_of(const Words& words, ArticleNumber newest, const GroupAnswer& group) {
  if (words.size() < 2) {
    const ArticleNumber from = newest > 0 ? group.last - newest + 1 : group.first;
    return {std::max(from, group.first), group.last};
  }
  const std::string_view text = words[1];
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {number_of(text), number_of(text)};
  if (dash + 1 == text.size()) return {number_of(text.substr(0, dash))};
  return {number_of(text.substr(0, dash)), number_of(text.substr(dash + 1))};
}

Json to_json(const OverviewRecord& record) {
  Json value = {{"number", record.number},
                {"subject", decode_header(record.subject)},
                {"from", decode_header(record.from)},
                {"date", record.date},
                {"message_id", record.message_id},
                {"references", record.references}};
  if (record.bytes) value["bytes"] = *record.bytes;
  if (record.lines) value["lines"] = *record.lines;
  for (const auto& [name, text] : record.other) value[name] = text;
  return value;
}

void over(NNTP& news, const OverOptions& options, const Words& words) {
  if (words.empty() || words.size() > 2)
    throw Failure("nntp over: a group, and a range if you like", Status::usage);
  const GroupAnswer group = news.group(words[0]);
  Json list = Json::array();
  if (group.count > 0)
    news.over(range_of(words, options.newest, group), [&](const OverviewRecord& record) {
      if (options.json) return list.push_back(to_json(record));
      std::cout << record.number << '\t' << one_field(record.date) << '\t'
                << one_field(decode_header(record.from)) << '\t' << one_field(decode_header(record.subject))
                << '\n';
    });
  if (options.json) print_json(list);
}

using Fetch = StatAnswer (NNTP::*)(const ArticleSpec&, const Sink&);

ArticleSpec choose(NNTP& news, const Words& words) {
  const bool by_id = words.size() == 1 && words[0].starts_with('<');
  if (!by_id && words.size() != 2)
    throw Failure("nntp: which article? a group and a number, or a message-id in angle brackets",
                  Status::usage);
  if (by_id) return words[0];
  const ArticleNumber number = number_of(words[1]);
  news.group(words[0]);
  return number;
}

void fetch_json(NNTP& news, const ArticleSpec& article, Fetch what) {
  std::string text;
  const auto keep = [&text](std::string_view line) {
    if (text.size() + line.size() > NNTP::max_answer) throw LimitError("the article is too big for --json");
    text += line;
  };
  const StatAnswer stat = (news.*what)(article, keep);
  const bool whole = what != static_cast<Fetch>(&NNTP::body);
  Json value = {{"number", stat.number}, {"message_id", stat.message_id}};
  const auto parsed = whole ? email::parse_headers(text) : email::ParsedHeaders();
  Json headers = Json::array();
  for (const auto& [name, content] : parsed.headers)
    headers.push_back({{"name", name}, {"value", decode_header(content)}});
  if (whole) value["headers"] = headers;
  if (what != static_cast<Fetch>(&NNTP::head)) value["body"] = text.substr(parsed.end);
  print_json(value);
}

void fetch(NNTP& news, const ArticleOptions& options, const Words& words, Fetch what) {
  const ArticleSpec article = choose(news, words);
  if (options.json) return fetch_json(news, article, what);
  Output output(options.output);
  (news.*what)(article, [&](std::string_view line) {
    if (options.crlf) return output.write(line);
    output.write(std::string(line.substr(0, line.size() - 2)) + '\n');
  });
  output.close();
}

}  // namespace

void add_nntp_reading(CLI::App& nntp, Commands& commands) {
  auto list = std::make_shared<NewsOptions>();
  auto* groups_command = nntp.add_subcommand("groups", "List groups: name, first, last, flag, description");
  add_news_options(*groups_command, *list);
  groups_command->add_option("PATTERN", list->words, "Groups to list, as in comp.*,!comp.os.*")
      ->expected(0, 1)
      ->option_text(plain);
  groups_command->add_flag("--json", list->json, "Print JSON");
  commands.add(groups_command, [list] {
    return with_news(*list, [&](NNTP& news, const Words& words) { groups(news, *list, words); });
  });

  auto overview = std::make_shared<OverOptions>();
  auto* over_command = nntp.add_subcommand("over", "List a group's articles: number, date, from, subject");
  over_command->alias("list");
  add_news_options(*over_command, *overview);
  over_command->add_option("GROUP", overview->words, "Group, then a range: 5, 5-9, 5-")
      ->expected(0, 2)
      ->option_text("[RANGE]");
  over_command->add_option("-n,--newest", overview->newest, "Only the newest N")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  over_command->add_flag("--json", overview->json, "Print JSON");
  commands.add(over_command, [overview] {
    return with_news(*overview, [&](NNTP& news, const Words& words) { over(news, *overview, words); });
  });

  const auto add_fetch = [&](const char* name, const char* help, Fetch what) {
    auto options = std::make_shared<ArticleOptions>();
    auto* command = nntp.add_subcommand(name, help);
    add_news_options(*command, *options);
    command->add_option("ARTICLE", options->words, "A group and a number, or <message-id>")
        ->expected(0, 2)
        ->option_text(plain);
    command->add_option("-o,--output", options->output, "Write to this file")->type_name("FILE");
    command->add_flag("--json", options->json, "Print JSON, headers decoded");
    command->add_flag("--crlf", options->crlf, "Keep CR LF at the end of each line, as the article was sent");
    commands.add(command, [options, what] {
      return with_news(*options, [&](NNTP& news, const Words& words) { fetch(news, *options, words, what); });
    });
  };
  add_fetch("article", "Print an article", &NNTP::article);
  add_fetch("head", "Print an article's headers", &NNTP::head);
  add_fetch("body", "Print an article's body", &NNTP::body);
}

}  // namespace porthole::cli
