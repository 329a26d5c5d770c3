// SPDX-License-Identifier: MIT
#include "protocols/email/dates.hpp"

#include <catch_amalgamated.hpp>
#include <set>
#include <stdexcept>

#include "protocols/email/message_id.hpp"

using namespace porthole::email;
using namespace std::chrono;

namespace {

/// Seconds since 1970 and minutes from UTC, 9999 for none.
std::pair<long long, long> parsed(std::string_view text) {
  const std::optional<Date> date = parsedate(text);
  if (!date) return {-1, -1};
  return {date->time.time_since_epoch().count(), date->utc_offset ? date->utc_offset->count() : 9999};
}

using Pair = std::pair<long long, long>;

}  // namespace

TEST_CASE("Dates of RFC 5322 are read") {
  CHECK(parsed("Fri, 21 Nov 1997 09:55:06 -0600") == Pair{880127706, -360});
  CHECK(parsed("21 Nov 97 09:55:06 GMT") == Pair{880106106, 0});
  CHECK(parsed("Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 "
               "(Newfoundland Time)") == Pair{-27723480, -210});
  CHECK(parsed("Mon, 23 Nov 2026 03:12:25 +0800") == Pair{1795374745, 480});
  CHECK(parsed("23 Nov 2026 03:12 +0000") == Pair{1795403520, 0});
  CHECK(parsed("Mon, 23 Nov 2026 03:12:25 -0000") == Pair{1795403545, 9999});
  CHECK(parsed("Mon, 23 Nov 2026 03:12:25") == Pair{1795403545, 9999});
  CHECK(parsed("Mon, 23 Nov 2026 03:12:25 EST") == Pair{1795421545, -300});
  CHECK(parsed("Mon, 23 Nov 2026 03:12:25 pdt") == Pair{1795428745, -420});
  CHECK(parsed("Mon, 23 Nov 2026 03:12:25 Q") == Pair{1795403545, 9999});
}

TEST_CASE("Dates in other forms that stand in headers are read") {
  CHECK(parsed("Sunday, 06-Nov-94 08:49:37 GMT") == Pair{784111777, 0});
  CHECK(parsed("Sun Nov  6 08:49:37 1994") == Pair{784111777, 9999});
  CHECK(parsed("Sun, 6 november 1994 08:49:37 +00:00") == Pair{784111777, 0});
  CHECK(parsed("6 Nov 103 08:49:37 +0000") == Pair{1068108577, 0});
  CHECK(parsed("6 Nov 68 08:49:37 +0000") == Pair{3119417377, 0});
  CHECK(parsed("Sun, 06 Nov 1994 08:49:60 GMT") == Pair{784111800, 0});
}

TEST_CASE("What is no date is none") {
  for (const char* text :
       {"", "yesterday", "32 Nov 1997 09:55:06 GMT", "30 Feb 1997 09:55:06 GMT", "21 Nov 1997",
        "21 Nov 1997 25:00:00 GMT", "21 Nov 1997 09:60:00 GMT", "21 Foo 1997 09:55:06 GMT", "21 Nov 1997 09",
        "21 Nov 1997 09:55:06 +99", "21 Nov 1997 09:55:06 +9999", "21 Nov 1997 09:55:06 +0060",
        "21 Nov 1997 09:55:06 ?", "Fri, Nov", "(", "1 Jan 0 00:00:", "-1 Jan 1999 00:00 GMT"}) {
    CHECK(parsed(text) == Pair{-1, -1});
  }
  CHECK(parsed(std::string(100'000, '(')) == Pair{-1, -1});
}

TEST_CASE("Dates are written as RFC 5322 has them, and read again") {
  const sys_seconds moment{seconds(1795403545)};
  CHECK(format_datetime({moment, minutes(0)}) == "Mon, 23 Nov 2026 03:12:25 +0000");
  CHECK(format_datetime({moment, hours(8)}) == "Mon, 23 Nov 2026 11:12:25 +0800");
  CHECK(format_datetime({moment, minutes(-210)}) == "Sun, 22 Nov 2026 23:42:25 -0330");
  CHECK(format_datetime({moment, std::nullopt}) == "Mon, 23 Nov 2026 03:12:25 -0000");
  CHECK(format_datetime({moment, hours(8)}, true) == "Mon, 23 Nov 2026 03:12:25 GMT");
  CHECK(format_datetime({sys_seconds{seconds(0)}}) == "Thu, 01 Jan 1970 00:00:00 +0000");
  for (int offset = -1439; offset < 1440; offset += 7) {
    const Date date{moment, minutes(offset)};
    CHECK(parsedate(format_datetime(date)) == date);
  }
  CHECK_THROWS_AS(format_datetime({moment, hours(24)}), std::invalid_argument);
  CHECK_THROWS_AS(format_datetime({sys_seconds{hours(24) * 365 * 9000}}), std::invalid_argument);
  CHECK(now().time > moment - years(1));
}

TEST_CASE("Each Message-ID is another one, and none holds what would end it") {
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) all.insert(make_msgid("", "mail.test"));
  CHECK(all.size() == 1000);
  CHECK(all.begin()->starts_with("<"));
  CHECK(all.begin()->ends_with("@mail.test>"));
  CHECK(make_msgid("note", "x").ends_with(".note@x>"));
  CHECK_THROWS_AS(make_msgid("a>b", "x"), std::invalid_argument);
  CHECK_THROWS_AS(make_msgid("", "x\r\n"), std::invalid_argument);
  CHECK_THROWS_AS(make_msgid("", ""), std::invalid_argument);
}
