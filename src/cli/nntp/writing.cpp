// SPDX-License-Identifier: MIT
// post, new, info.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/json.hpp"
#include "cli/nntp/session.hpp"
#include "protocols/email/addresses.hpp"

namespace porthole::cli {
namespace {

using namespace nntplib;
using Words = std::vector<std::string>;

struct PostOptions : NewsOptions {
  std::string file = "-";
  std::string from;
  std::string subject;
  std::string references;
};

struct NewOptions : NewsOptions {
  std::string since;
  bool groups = false;
};

/// "2026-03-01", "2026-03-01T08:30" or with seconds and a Z; UTC in any case.
Time parse_since(const std::string& text) {
  using namespace std::chrono;
  std::array<int, 6> parts{};
  const std::array<std::string_view, 3> forms = {"0000-00-00", "0000-00-00T00:00", "0000-00-00T00:00:00"};
  const std::string_view given =
      text.ends_with('Z') ? std::string_view(text).substr(0, text.size() - 1) : text;
  bool fits = std::ranges::any_of(forms, [&](std::string_view form) { return form.size() == given.size(); });
  std::size_t part = 0;
  for (std::size_t index = 0; fits && index < given.size(); ++index) {
    const char form = forms[2][index];
    const char character = given[index] == ' ' ? 'T' : given[index];
    const bool digit = character >= '0' && character <= '9';
    fits = form == '0' ? digit : character == form;
    if (digit)
      parts.at(part) = parts.at(part) * 10 + (character - '0');
    else
      ++part;
  }
  const year_month_day day{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                           std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (!fits || !day.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
    throw Failure("nntp new: " + text + " is no date; 2026-03-01 or 2026-03-01T08:30:00Z is one",
                  Status::usage);
  return sys_days{day} + hours{parts[3]} + minutes{parts[4]} + std::chrono::seconds{parts[5]};
}

void list_new(NNTP& news, const NewOptions& options, const Words& words) {
  const Time since = parse_since(options.since);
  Json list = Json::array();
  std::vector<std::string> lines;
  if (options.groups) {
    for (const GroupInfo& group : news.newgroups(since).items) lines.push_back(group.group);
  } else {
    lines = news.newnews(words.empty() ? "*" : words[0], since).items;
  }
  for (const std::string& line : lines) {
    if (options.json)
      list.push_back(line);
    else
      std::cout << one_field(line) << '\n';
  }
  if (options.json) print_json(list);
}

/// The headers that the command line gives; the rest of the article is its body.
std::string headers(const PostOptions& options, const Words& groups) {
  std::string names;
  for (const std::string& group : groups) names += (names.empty() ? "" : ",") + group;
  const auto header = [](const std::string& name, const std::string& value) {
    return name + ": " + std::string(one_line(value, "the header " + name)) + "\r\n";
  };
  std::string text =
      header("From", email::formataddr(email::parseaddr(options.from))) + header("Newsgroups", names);
  text += "Subject: " + email::encode_header(options.subject, 9) + "\r\n";
  if (!options.references.empty()) text += header("References", options.references);
  return text +
         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
         "8bit\r\n\r\n";
}

void post(NNTP& news, const PostOptions& options, const Words& words) {
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) throw Failure("open " + options.file + ": " + std::strerror(errno), Status::cannot_read);
  }
  std::istream& input = options.file == "-" ? std::cin : file;
  std::string response;
  if (options.from.empty() && options.subject.empty() && words.empty()) {
    response = news.post(input);
  } else {
    if (options.from.empty() || options.subject.empty() || words.empty())
      throw Failure(
          "nntp post: --from, --subject and a group go together; without them the input is a whole article",
          Status::usage);
    std::string article = headers(options, words);
    for (std::string line; std::getline(input, line);) article += line + '\n';
    response = news.post(article);
  }
  std::cerr << one_field(response) << '\n';
}

void info(NNTP& news, const NewsOptions& options) {
  const Capabilities capabilities = news.getcapabilities();
  std::string date;
  try {
    date = format_date(news.date());
  } catch (const NNTPError&) {
    date.clear();  // a server that only feeds others has no DATE
  }
  if (options.json)
    return print_json({{"welcome", news.getwelcome()}, {"date", date}, {"capabilities", capabilities}});
  std::cout << one_field(news.getwelcome()) << '\n';
  if (!date.empty()) std::cout << "DATE " << date << '\n';
  for (const auto& [label, arguments] : capabilities) {
    std::cout << label;
    for (const std::string& argument : arguments) std::cout << ' ' << one_field(argument);
    std::cout << '\n';
  }
}

}  // namespace

void add_nntp_writing(CLI::App& nntp, Commands& commands) {
  auto posted = std::make_shared<PostOptions>();
  auto* post_command = nntp.add_subcommand("post", "Post an article");
  add_news_options(*post_command, *posted);
  post_command->add_option("GROUP", posted->words, "Groups to post to, with --from and --subject")
      ->option_text("...");
  post_command
      ->add_option("-i,--input", posted->file,
                   "The article, or with --subject its body (default: standard input)")
      ->type_name("FILE");
  post_command->add_option("--from", posted->from, "Who writes: Name <name@host>")->type_name("WHO");
  post_command->add_option("--subject", posted->subject, "What about, in any language")->type_name("TEXT");
  post_command->add_option("--references", posted->references, "Message-ids of what this answers")
      ->type_name("IDS");
  commands.add(post_command, [posted] {
    return with_news(*posted, [&](NNTP& news, const Words& words) { post(news, *posted, words); });
  });

  auto fresh = std::make_shared<NewOptions>();
  auto* new_command = nntp.add_subcommand("new", "List message-ids of what is new");
  add_news_options(*new_command, *fresh);
  new_command->add_option("PATTERN", fresh->words, "Groups to look into (default: all)")
      ->expected(0, 1)
      ->option_text(plain);
  new_command->add_option("--since", fresh->since, "Since when, UTC: 2026-03-01 or 2026-03-01T08:30:00Z")
      ->required()
      ->type_name("DATE");
  new_command->add_flag("--groups", fresh->groups, "New groups instead");
  new_command->add_flag("--json", fresh->json, "Print JSON");
  commands.add(new_command, [fresh] {
    return with_news(*fresh, [&](NNTP& news, const Words& words) { list_new(news, *fresh, words); });
  });

  auto asked = std::make_shared<NewsOptions>();
  auto* info_command = nntp.add_subcommand("info", "Show greeting, clock and capabilities");
  add_news_options(*info_command, *asked);
  info_command->add_flag("--json", asked->json, "Print JSON");
  commands.add(info_command,
               [asked] { return with_news(*asked, [&](NNTP& news, const Words&) { info(news, *asked); }); });
}

}  // namespace porthole::cli
