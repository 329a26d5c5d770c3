// SPDX-License-Identifier: MIT
// The lists and the groups.
#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/lists.hpp"
#include "protocols/nntplib/nntp.hpp"

namespace porthole::nntplib {
namespace {

/// A pattern or a name: one word of a command. Throws std::invalid_argument.
std::string word(std::string_view text, std::string_view what) {
  one_line(text, what);
  if (text.empty() || text.find_first_of(" \t") != std::string_view::npos)
    throw std::invalid_argument(std::string(what) + " may not be empty or hold blanks");
  return std::string(text);
}

std::string with_pattern(const char* command, std::string_view pattern) {
  return pattern.empty() ? std::string(command)
                         : std::string(command) + ' ' + word(pattern, "a pattern of groups");
}

}  // namespace

template <class Item>
ListAnswer<Item> NNTP::list_of(const std::string& line, int code, Item (*parse)(std::string_view)) {
  ListAnswer<Item> answer;
  answer.response = ask(line, {code}).line;
  std::size_t memory = 0;
  read_lines([&](const std::string& text) {
    memory += sizeof(Item) + text.size();
    if (memory > max_answer)
      throw LimitError("the server's list takes more than " + std::to_string(max_answer) +
                       " bytes of memory");
    answer.items.push_back(parse(text));
  });
  return answer;
}

ListAnswer<GroupInfo> NNTP::list(std::string_view group_pattern) {
  return list_of<GroupInfo>(with_pattern("LIST ACTIVE", group_pattern), 215, parse_active);
}

ListAnswer<GroupInfo> NNTP::newgroups(Time since) {
  return list_of<GroupInfo>("NEWGROUPS " + format_date(since), 231, parse_active);
}

ListAnswer<std::string> NNTP::newnews(std::string_view group_pattern, Time since) {
  return list_of<std::string>(
      "NEWNEWS " + word(group_pattern, "a pattern of groups") + ' ' + format_date(since), 230,
      [](std::string_view line) { return std::string(line); });
}

std::map<std::string, std::string> NNTP::descriptions(std::string_view group_pattern) {
  auto answer = list_of<std::pair<std::string, std::string>>(with_pattern("LIST NEWSGROUPS", group_pattern),
                                                             215, parse_description);
  std::map<std::string, std::string> descriptions;
  for (auto& [group, text] : answer.items) descriptions.insert_or_assign(std::move(group), std::move(text));
  return descriptions;
}

std::string NNTP::description(std::string_view group) {
  const auto all = descriptions(word(group, "a group's name"));
  const auto found = all.find(std::string(group));
  return found == all.end() ? std::string() : found->second;
}

ListAnswer<GroupTime> NNTP::list_active_times(std::string_view group_pattern) {
  return list_of<GroupTime>(with_pattern("LIST ACTIVE.TIMES", group_pattern), 215, parse_active_times);
}

ListAnswer<DistributionPattern> NNTP::list_distrib_pats() {
  return list_of<DistributionPattern>("LIST DISTRIB.PATS", 215, parse_distrib_pats);
}

ListAnswer<std::string> NNTP::list_headers() {
  return list_of<std::string>("LIST HEADERS", 215, [](std::string_view line) { return std::string(line); });
}

const OverviewFormat& NNTP::overview_fmt() {
  if (overview_format_) return *overview_format_;
  try {
    const auto answer = list_of<std::string>("LIST OVERVIEW.FMT", 215,
                                             [](std::string_view line) { return std::string(line); });
    overview_format_ = parse_overview_format(answer.items);
  } catch (const NNTPPermanentError&) {
    overview_format_ = default_overview_format();
  }
  return *overview_format_;
}

GroupAnswer NNTP::group(std::string_view name) {
  GroupAnswer answer = parse_group(ask("GROUP " + word(name, "a group's name"), {211}));
  if (answer.name.empty()) answer.name = name;
  return answer;
}

ListGroupAnswer NNTP::listgroup(std::string_view name, std::optional<ArticleRange> range) {
  if (name.empty() && range) throw std::invalid_argument("LISTGROUP takes a range only with a group's name");
  std::string line = "LISTGROUP";
  if (!name.empty()) line += ' ' + word(name, "a group's name");
  if (range) line += ' ' + range->text();
  auto [response, numbers] = list_of<ArticleNumber>(line, 211, parse_number_line);
  ListGroupAnswer answer{.group = {.response = response}, .numbers = std::move(numbers)};
  try {
    answer.group = parse_group(parse_reply(std::move(response)));
  } catch (const NNTPDataError&) {
    answer.group.count =
        static_cast<ArticleNumber>(answer.numbers.size());  // before RFC 3977 any text may follow 211
  }
  if (answer.group.name.empty()) answer.group.name = name;
  return answer;
}

}  // namespace porthole::nntplib
