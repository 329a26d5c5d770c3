// SPDX-License-Identifier: MIT
#include "hosts/news/news_date.hpp"

#include <algorithm>
#include <array>

namespace porthole::hosts {
namespace {

using namespace std::chrono;

struct Parts {
  year_month_day date{};
  hh_mm_ss<seconds> time{};
};

Parts parts(NewsTime time) {
  const auto day = floor<days>(time);
  return {year_month_day{day}, hh_mm_ss<seconds>{time - day}};
}

std::string padded(std::int64_t value, std::size_t width) {
  const std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

bool is_number(std::string_view text) {
  return std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

}  // namespace

std::string mail_date(NewsTime time) {
  constexpr std::array weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto [date, clock] = parts(time);
  return std::string(weekdays.at(weekday{floor<days>(time)}.c_encoding())) + ", " +
         padded(static_cast<unsigned>(date.day()), 2) + ' ' +
         months.at(static_cast<unsigned>(date.month()) - 1) + ' ' + padded(static_cast<int>(date.year()), 4) +
         ' ' + padded(clock.hours().count(), 2) + ':' + padded(clock.minutes().count(), 2) + ':' +
         padded(clock.seconds().count(), 2) + " +0000";
}

std::string news_date(NewsTime time) {
  const auto [date, clock] = parts(time);
  return padded(static_cast<int>(date.year()), 4) + padded(static_cast<unsigned>(date.month()), 2) +
         padded(static_cast<unsigned>(date.day()), 2) + padded(clock.hours().count(), 2) +
         padded(clock.minutes().count(), 2) + padded(clock.seconds().count(), 2);
}

std::optional<NewsTime> parse_news_date(std::string_view date, std::string_view time, NewsTime now) {
  const std::size_t digits = date.size();
  if ((digits != 6 && digits != 8) || time.size() != 6 || !is_number(date) || !is_number(time))
    return std::nullopt;
  const int this_year = static_cast<int>(parts(now).date.year());
  int in_year = number(date.substr(0, digits - 4));
  if (digits == 6) {
    in_year += this_year - this_year % 100;
    if (in_year > this_year) in_year -= 100;
  }
  const year_month_day given{year{in_year}, month{static_cast<unsigned>(number(date.substr(digits - 4, 2)))},
                             day{static_cast<unsigned>(number(date.substr(digits - 2)))}};
  const int hour = number(time.substr(0, 2));
  const int minute = number(time.substr(2, 2));
  const int second = number(time.substr(4));
  if (!given.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return sys_days{given} + hours{hour} + minutes{minute} + seconds{second};
}

}  // namespace porthole::hosts
