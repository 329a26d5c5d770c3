// SPDX-License-Identifier: MIT
// INTERNALDATE (RFC 3501 section 9, date-time), whatever the locale.

#include <array>
#include <chrono>
#include <cstdio>

#include "protocols/imaplib/client.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::imaplib {
namespace {

constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";

}  // namespace

std::string Time2Internaldate(std::int64_t seconds) {
  using namespace std::chrono;
  const sys_seconds moment{std::chrono::seconds(seconds)};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(moment - day);
  std::array<char, 64> text{};
  const std::string month(months.substr((static_cast<unsigned>(date.month()) - 1) * std::size_t{3}, 3));
  std::snprintf(text.data(), text.size(), "\"%02u-%s-%04d %02d:%02d:%02d +0000\"",
                static_cast<unsigned>(date.day()), month.c_str(), static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

std::optional<std::int64_t> Internaldate2seconds(std::string_view date) {
  if (date.size() > 2 && date.starts_with('"') && date.ends_with('"')) date = date.substr(1, date.size() - 2);
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int zone = 0;
  std::array<char, 4> month{};
  std::array<char, 2> sign{};
  const std::string text(date.substr(0, 64));
  if (std::sscanf(text.c_str(), "%2d-%3c-%4d %2d:%2d:%2d %1[+-]%4d", &day, month.data(), &year, &hour,
                  &minute, &second, sign.data(), &zone) != 8)
    return std::nullopt;
  const std::size_t found = lower(months).find(lower(month.data()));
  if (found == std::string_view::npos || found % 3 != 0) return std::nullopt;
  using namespace std::chrono;
  const year_month_day when(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(found / 3 + 1)),
                            std::chrono::day(static_cast<unsigned>(day)));
  if (!when.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto offset = hours(zone / 100) + minutes(zone % 100);
  const auto local = sys_days(when) + hours(hour) + minutes(minute) + std::chrono::seconds(second);
  const auto moment = sign[0] == '+' ? local - offset : local + offset;
  return duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
}

}  // namespace porthole::imaplib
