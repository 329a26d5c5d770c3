// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocols/nntplib/types.hpp"

namespace porthole::nntplib {

/// Names of an overview's fields in order, lower case: "subject", ":bytes", "xref".
using OverviewFormat = std::vector<std::string>;

/// The seven fields that every overview begins with (RFC 3977 section 8.3).
const OverviewFormat& default_overview_format();

/// Reads LIST OVERVIEW.FMT (section 8.4). Throws NNTPDataError when the first seven are not those that the
/// RFC fixes; the older names "Bytes:" and "Lines:" are taken too.
OverviewFormat parse_overview_format(const std::vector<std::string>& lines);

/// Reads one line of OVER or XOVER. Fields beyond the format are left out, missing ones stay empty. Throws
/// NNTPDataError for a line without an article number, and for a further header that does not say its name.
OverviewRecord parse_overview(std::string_view line, const OverviewFormat& format);

}  // namespace porthole::nntplib
