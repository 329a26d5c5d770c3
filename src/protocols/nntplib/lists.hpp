// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "protocols/nntplib/types.hpp"

namespace porthole::nntplib {

// One line each of the lists of RFC 3977 section 7.6. Each throws NNTPDataError for a line of another form.

/// LIST ACTIVE and NEWGROUPS: "group last first flag".
GroupInfo parse_active(std::string_view line);
/// LIST NEWSGROUPS: the group, then its description, which may be empty.
std::pair<std::string, std::string> parse_description(std::string_view line);
/// LIST ACTIVE.TIMES: "group seconds creator".
GroupTime parse_active_times(std::string_view line);
/// LIST DISTRIB.PATS: "weight:wildmat:distribution".
DistributionPattern parse_distrib_pats(std::string_view line);
/// HDR and XHDR: "article value"; the value may be empty.
HeaderLine parse_header_line(std::string_view line);
/// LISTGROUP and its like: a number alone.
ArticleNumber parse_number_line(std::string_view line);
/// CAPABILITIES (section 9.5): adds the label, in capitals, and its arguments.
void parse_capability(std::string_view line, Capabilities& capabilities);

}  // namespace porthole::nntplib
