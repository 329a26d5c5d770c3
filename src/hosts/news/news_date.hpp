// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hosts/news/news_store.hpp"

namespace porthole::hosts {

/// For a Date header (RFC 5322 section 3.3), in UTC: "Sun, 01 Mar 2026 08:00:00 +0000".
std::string mail_date(NewsTime time);

/// For the answer to DATE (RFC 3977 section 7.1): "20260301080000".
std::string news_date(NewsTime time);

/// The date and time of NEWGROUPS and NEWNEWS (section 7.3): yyyymmdd or yymmdd, and hhmmss. A year of two
/// digits is in this century unless that were in the future. Nothing for what is no date.
std::optional<NewsTime> parse_news_date(std::string_view date, std::string_view time, NewsTime now);

}  // namespace porthole::hosts
