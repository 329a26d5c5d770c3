// SPDX-License-Identifier: MIT
#include "protocols/ftplib/list.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace porthole::ftplib {
namespace {

struct Word {
  std::string_view text;
  std::size_t end;
};

/// At most so many words, and where each ends.
std::vector<Word> words_of(std::string_view line, std::size_t most) {
  std::vector<Word> words;
  std::size_t at = 0;
  while (words.size() < most) {
    at = line.find_first_not_of(' ', at);
    if (at == std::string_view::npos) break;
    const std::size_t end = std::min(line.find(' ', at), line.size());
    words.push_back({line.substr(at, end - at), end});
    at = end;
  }
  return words;
}

std::optional<int> small_number(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return value;
}

bool is_size(std::string_view text) {
  return !text.empty() && text.size() <= 19 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Moment {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;

  /// As MLSD writes it; none for a day that no calendar has.
  [[nodiscard]] std::optional<std::string> text() const {
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    std::array<char, 64> digits{};
    const int size =
        std::snprintf(digits.data(), digits.size(), "%04d%02d%02d%02d%02d00", year, month, day, hour, minute);
    return std::string(digits.data(), static_cast<std::size_t>(size));
  }
};

bool read_clock(std::string_view text, Moment& moment) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const auto hour = small_number(text.substr(0, colon), 0, 23);
  const auto minute = small_number(text.substr(colon + 1, 2), 0, 59);
  if (!hour || !minute) return false;
  moment.hour = *hour;
  moment.minute = *minute;
  return true;
}

/// "Nov 23 12:00", "Nov 23 2025", or "2025-11-23 12:00": how many words it took, 0 for no date.
std::size_t read_unix_date(const std::vector<Word>& words, std::size_t at, std::time_t now, Moment& moment) {
  static constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string_view first = words[at].text;
  if (at + 1 < words.size() && first.size() == 10 && first[4] == '-' && first[7] == '-') {
    const auto year = small_number(first.substr(0, 4), 1, 9999);
    const auto month = small_number(first.substr(5, 2), 1, 12);
    const auto day = small_number(first.substr(8, 2), 1, 31);
    if (!year || !month || !day) return 0;
    moment = {.year = *year, .month = *month, .day = *day};
    return read_clock(words[at + 1].text, moment) ? 2 : 0;
  }
  const auto* const month = std::ranges::find(months, first);
  if (month == months.end() || at + 2 >= words.size()) return 0;
  const auto day = small_number(words[at + 1].text, 1, 31);
  if (!day) return 0;
  moment = {.month = static_cast<int>(month - months.begin()) + 1, .day = *day};
  if (const auto year = small_number(words[at + 2].text, 1000, 9999)) {
    moment.year = *year;
    return 3;
  }
  if (!read_clock(words[at + 2].text, moment)) return 0;
  std::tm today{};
  gmtime_r(&now, &today);
  moment.year = today.tm_year + 1900;
  // A day of tomorrow is still possible: the host may be in another zone.
  const int ahead = (moment.month - today.tm_mon - 1) * 31 + moment.day - today.tm_mday;
  if (ahead > 1) --moment.year;
  return 3;
}

std::optional<Entry> unix_line(std::string_view line, std::time_t now) {
  if (line.size() < 10 || std::string_view("-dlbcps").find(line[0]) == std::string_view::npos)
    return std::nullopt;
  const std::vector<Word> words = words_of(line, 10);
  if (words.empty() || words[0].text.size() < 10 ||
      words[0].text.substr(1, 9).find_first_not_of("rwxsStTlL-") != std::string_view::npos)
    return std::nullopt;
  for (std::size_t at = 2; at < words.size(); ++at) {
    Moment moment;
    const std::size_t length = read_unix_date(words, at, now, moment);
    if (length == 0 || !is_size(words[at - 1].text)) continue;
    const std::size_t start = words[at + length - 1].end + 1;
    if (start >= line.size()) return std::nullopt;
    Entry entry{std::string(line.substr(start)), {}};
    entry.facts["type"] = line[0] == 'd' ? "dir" : line[0] == '-' ? "file" : "OS.unix=special";
    if (const std::size_t arrow = entry.name.find(" -> "); line[0] == 'l' && arrow != std::string::npos) {
      entry.facts["type"] = "OS.unix=slink:" + entry.name.substr(arrow + 4);
      entry.name.resize(arrow);
    }
    entry.facts["size"] = words[at - 1].text;
    entry.facts["unix.mode"] = words[0].text.substr(1, 9);
    if (const auto text = moment.text()) entry.facts["modify"] = *text;
    return entry;
  }
  return std::nullopt;
}

/// "11-23-25  12:00PM       <DIR>          name", the year with two digits or four.
std::optional<Entry> windows_line(std::string_view line) {
  const std::vector<Word> words = words_of(line, 3);
  if (words.size() != 3 || words[0].text.size() < 8 || words[0].text[2] != '-' || words[0].text[5] != '-')
    return std::nullopt;
  const auto month = small_number(words[0].text.substr(0, 2), 1, 12);
  const auto day = small_number(words[0].text.substr(3, 2), 1, 31);
  const auto year = small_number(words[0].text.substr(6), 0, 9999);
  Moment moment;
  if (!month || !day || !year || !read_clock(words[1].text, moment)) return std::nullopt;
  if (words[1].text.ends_with("PM") && moment.hour < 12) moment.hour += 12;
  if (words[1].text.ends_with("AM") && moment.hour == 12) moment.hour = 0;
  moment.month = *month;
  moment.day = *day;
  moment.year = *year >= 100 ? *year : *year + (*year < 70 ? 2000 : 1900);
  const bool directory = words[2].text == "<DIR>";
  const std::size_t start = line.find_first_not_of(' ', words[2].end);
  if ((!directory && !is_size(words[2].text)) || start == std::string_view::npos) return std::nullopt;
  Entry entry{std::string(line.substr(start)), {{"type", directory ? "dir" : "file"}}};
  if (!directory) entry.facts["size"] = words[2].text;
  if (const auto text = moment.text()) entry.facts["modify"] = *text;
  return entry;
}

/// "+i8388621.29609,m824255902,/,\tname": facts of one letter, a tab, the name.
std::optional<Entry> eplf_line(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (!line.starts_with('+') || tab == std::string_view::npos || tab + 1 == line.size()) return std::nullopt;
  Entry entry{std::string(line.substr(tab + 1)), {}};
  std::string_view facts = line.substr(1, tab - 1);
  while (!facts.empty()) {
    const std::string_view fact = facts.substr(0, facts.find(','));
    facts.remove_prefix(std::min(fact.size() + 1, facts.size()));
    if (fact == "/") entry.facts["type"] = "dir";
    if (fact == "r") entry.facts["type"] = "file";
    if (fact.starts_with('s') && is_size(fact.substr(1))) entry.facts["size"] = fact.substr(1);
    if (fact.starts_with('m') && is_size(fact.substr(1)) && fact.size() <= 11) {
      const std::time_t time = std::stoll(std::string(fact.substr(1)));
      std::tm utc{};
      gmtime_r(&time, &utc);
      std::array<char, 32> digits{};
      entry.facts["modify"] =
          std::string(digits.data(), std::strftime(digits.data(), digits.size(), "%Y%m%d%H%M%S", &utc));
    }
  }
  return entry;
}

}  // namespace

std::optional<Entry> parse_list(std::string_view line, std::time_t now) {
  if (auto entry = unix_line(line, now)) return entry;
  if (auto entry = windows_line(line)) return entry;
  return eplf_line(line);
}

}  // namespace porthole::ftplib
