// SPDX-License-Identifier: MIT
#include "protocols/email/dates.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Zone {
  std::string_view name;
  int hours;
};
constexpr std::array zones = {Zone{"ut", 0},   Zone{"utc", 0},  Zone{"gmt", 0},  Zone{"est", -5},
                              Zone{"edt", -4}, Zone{"cst", -6}, Zone{"cdt", -5}, Zone{"mst", -7},
                              Zone{"mdt", -6}, Zone{"pst", -8}, Zone{"pdt", -7}, Zone{"ast", -4},
                              Zone{"adt", -3}};

/// The longest date that is looked at; the longest useful one has about 60 characters.
constexpr std::size_t max_date = 1000;

/// Comments become blanks.
std::string without_comments(std::string_view text) {
  std::string out;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (depth > 0 && text[i] == '\\') {
      ++i;
    } else if (depth > 0) {
      if (text[i] == ')' && --depth == 0) out += ' ';
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Takes a date apart from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  void skip(std::string_view characters) {
    text_.remove_prefix(std::min(text_.find_first_not_of(characters), text_.size()));
  }

  std::string word() {
    std::size_t size = 0;
    while (size < text_.size() && is_alpha(text_[size])) ++size;
    std::string out = lower(text_.substr(0, size));
    text_.remove_prefix(size);
    return out;
  }

  /// A number of at most `most` digits, or -1. `digits` is set to how many there were.
  int number(std::size_t most, std::size_t* digits = nullptr) {
    std::size_t size = 0;
    int value = 0;
    while (size < text_.size() && size < most && is_digit(text_[size]))
      value = value * 10 + (text_[size++] - '0');
    text_.remove_prefix(size);
    if (digits != nullptr) *digits = size;
    return size == 0 ? -1 : value;
  }

  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool at_digit() const { return !text_.empty() && is_digit(text_.front()); }
  bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

/// The month that a name begins with, or 0.
unsigned month_of(std::string_view name) {
  if (name.size() < 3) return 0;
  const auto* found = std::find(months.begin(), months.end(), name.substr(0, 3));
  return found == months.end() ? 0 : static_cast<unsigned>(found - months.begin()) + 1;
}

/// The offset at the end of a date; false where there is one that is wrong.
bool scan_zone(Scanner& scanner, std::optional<minutes>& offset) {
  offset = std::nullopt;
  if (scanner.empty()) return true;
  const bool minus = scanner.take('-');
  if (minus || scanner.take('+')) {
    std::size_t digits = 0;
    const int value = scanner.number(4, &digits);
    if (digits == 2 && scanner.take(':')) {
      const int rest = scanner.number(2, &digits);
      if (digits != 2 || rest > 59) return false;
      offset = minutes(value * 60 + rest);
    } else if (digits == 4 && value % 100 < 60) {
      offset = minutes(value / 100 * 60 + value % 100);
    } else {
      return false;
    }
    if (minus) offset = *offset == minutes(0) ? std::nullopt : std::optional(-*offset);
    return !offset || abs(*offset) < hours(24);
  }
  const std::string name = scanner.word();
  const auto* zone = std::find_if(zones.begin(), zones.end(), [&](const Zone& z) { return z.name == name; });
  if (zone != zones.end()) offset = hours(zone->hours);
  return !name.empty();  // military and unknown zones mean -0000 (RFC 5322 section 4.3)
}

}  // namespace

std::optional<Date> parsedate(std::string_view text) {
  if (text.size() > max_date) return std::nullopt;
  const std::string plain = without_comments(text);
  Scanner scanner{trim(plain)};
  constexpr std::string_view between = " \t\r\n,-.";
  unsigned month = 0;
  if (!scanner.at_digit()) {
    const std::string name = scanner.word();
    month = month_of(name);
    const bool weekday =
        name.size() >= 3 && std::find(weekdays.begin(), weekdays.end(), name.substr(0, 3)) != weekdays.end();
    if (month == 0 && !weekday) return std::nullopt;
    scanner.skip(between);
  }
  // asctime's order has the month first and the year last.
  if (month == 0 && !scanner.at_digit()) month = month_of(scanner.word());
  const bool american = month != 0;
  scanner.skip(between);
  const int day = scanner.number(2);
  scanner.skip(between);
  int year_number = -1;
  std::size_t digits = 0;
  if (!american) {
    month = month_of(scanner.word());
    scanner.skip(between);
    year_number = scanner.number(4, &digits);
    scanner.skip(between);
  }
  const int hour = scanner.number(2);
  if (!scanner.take(':')) return std::nullopt;
  const int minute = scanner.number(2);
  const int second = scanner.take(':') ? scanner.number(2) : 0;
  if (scanner.take('.')) scanner.number(9);
  scanner.skip(" \t\r\n");
  if (american) {
    year_number = scanner.number(4, &digits);
    scanner.skip(" \t\r\n");
  }
  Date date;
  if (!scan_zone(scanner, date.utc_offset)) return std::nullopt;
  if (year_number >= 0 && digits < 4) year_number += digits == 2 && year_number < 69 ? 2000 : 1900;
  const year_month_day when{year(year_number), std::chrono::month(month),
                            std::chrono::day(day < 0 ? 0U : static_cast<unsigned>(day))};
  if (year_number < 1900 || !when.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return std::nullopt;
  }
  date.time =
      sys_days(when) + hours(hour) + minutes(minute) + seconds(second) - date.utc_offset.value_or(minutes(0));
  return date;
}

std::string format_datetime(const Date& date, bool usegmt) {
  const minutes offset = usegmt ? minutes(0) : date.utc_offset.value_or(minutes(0));
  const sys_seconds local = date.time + offset;
  const sys_days day = floor<days>(local);
  const year_month_day when{day};
  const hh_mm_ss clock{local - day};
  const int year_number = static_cast<int>(when.year());
  if (year_number < 1900 || year_number > 9999 || abs(offset) >= hours(24)) {
    throw std::invalid_argument("a date that no header can say: year " + std::to_string(year_number) + ", " +
                                std::to_string(offset.count()) + " minutes from UTC");
  }
  const auto name = [](std::string_view text) {
    return std::string{static_cast<char>(text[0] - 'a' + 'A'), text[1], text[2]};
  };
  std::array<char, 40> numbers{};
  std::snprintf(numbers.data(), numbers.size(), "%04d %02d:%02d:%02d ", year_number,
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::array<char, 16> zone{};
  const int ahead = static_cast<int>(abs(offset).count());
  std::snprintf(zone.data(), zone.size(), "%c%02d%02d", offset < minutes(0) || !date.utc_offset ? '-' : '+',
                ahead / 60, ahead % 60);
  const auto number = static_cast<unsigned>(when.day());
  return name(weekdays[weekday(day).c_encoding()]) + ", " + (number < 10 ? "0" : "") +
         std::to_string(number) + " " + name(months[static_cast<unsigned>(when.month()) - 1]) + " " +
         numbers.data() + (usegmt ? "GMT" : zone.data());
}

Date now() {
  return {floor<seconds>(system_clock::now()), minutes(0)};
}

}  // namespace porthole::email
