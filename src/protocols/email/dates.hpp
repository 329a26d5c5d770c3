// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace porthole::email {

/// A moment as a Date header has it: when, and how far from UTC the clock stood that wrote it. No offset
/// means that the header names none that can be trusted (-0000, military letters, nothing at all); `time`
/// then takes it as UTC.
struct Date {
  std::chrono::sys_seconds time;
  std::optional<std::chrono::minutes> utc_offset = std::chrono::minutes(0);

  bool operator==(const Date&) const = default;
};

/// Reads a Date header (RFC 5322 section 3.3) with what section 4.3 asks to read too: two-digit years
/// (from 69 on 19xx), the zones EST to PDT, UT and GMT, comments, no day of the week, no seconds; and, as
/// Python does, names in any case and blanks or dashes between the parts (as in NNTP and old HTTP). Nothing
/// where it is no date.
std::optional<Date> parsedate(std::string_view text);

/// `Mon, 23 Nov 2026 03:12:25 +0800`; -0000 without an offset, GMT for `usegmt` (whatever the offset, as HTTP
/// needs). Throws std::invalid_argument for years outside 1900 to 9999 and offsets of a day or more, which no
/// header can say.
std::string format_datetime(const Date& date, bool usegmt = false);

/// The current time with the offset +0000.
Date now();

}  // namespace porthole::email
