// SPDX-License-Identifier: MIT
#include "protocols/nntplib/lists.hpp"

#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/reply.hpp"

namespace porthole::nntplib {
namespace {

[[noreturn]] void refuse(std::string_view list, std::string_view line) {
  throw NNTPDataError("a line of " + std::string(list) + " is not understood: " + quoted(line));
}

/// The first word and what follows the blanks after it.
std::pair<std::string_view, std::string_view> first_word(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::size_t rest = std::min(line.find_first_not_of(" \t", end), line.size());
  return {line.substr(0, end), line.substr(rest)};
}

}  // namespace

GroupInfo parse_active(std::string_view line) {
  const auto words = split_words(line);
  GroupInfo info;
  if (words.size() < 4 || !parse_number(words[1], info.last) || !parse_number(words[2], info.first))
    refuse("groups", line);
  info.group = words[0];
  info.flag = words[3];
  return info;
}

std::pair<std::string, std::string> parse_description(std::string_view line) {
  const auto [group, description] = first_word(line);
  if (group.empty()) refuse("LIST NEWSGROUPS", line);
  return {std::string(group), std::string(description)};
}

GroupTime parse_active_times(std::string_view line) {
  // Beyond this the clock's own type may not count seconds in every unit it converts to.
  constexpr ArticleNumber most = 253402300799;  // the end of the year 9999
  const auto words = split_words(line);
  ArticleNumber time = 0;
  if (words.size() < 2 || !parse_number(words[1], time) || time > most) refuse("LIST ACTIVE.TIMES", line);
  const auto creator = first_word(first_word(line).second).second;
  return {std::string(words[0]), Time(std::chrono::seconds(time)), std::string(creator)};
}

DistributionPattern parse_distrib_pats(std::string_view line) {
  const std::size_t first = line.find(':');
  const std::size_t last = line.rfind(':');
  ArticleNumber weight = 0;
  const bool whole = first != std::string_view::npos && last > first &&
                     parse_number(line.substr(0, first), weight) && weight <= 1'000'000'000;
  if (!whole) refuse("LIST DISTRIB.PATS", line);
  return {static_cast<int>(weight), std::string(line.substr(first + 1, last - first - 1)),
          std::string(line.substr(last + 1))};
}

HeaderLine parse_header_line(std::string_view line) {
  const auto [article, value] = first_word(line);
  if (article.empty()) refuse("headers", line);
  return {std::string(article), std::string(value)};
}

ArticleNumber parse_number_line(std::string_view line) {
  const auto words = split_words(line);
  ArticleNumber number = 0;
  if (words.size() != 1 || !parse_number(words[0], number)) refuse("article numbers", line);
  return number;
}

void parse_capability(std::string_view line, Capabilities& capabilities) {
  const auto words = split_words(line);
  if (words.empty()) return;
  std::string label(words[0]);
  for (char& character : label)
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  auto& arguments = capabilities[label];
  for (std::size_t index = 1; index < words.size(); ++index) arguments.emplace_back(words[index]);
}

}  // namespace porthole::nntplib
