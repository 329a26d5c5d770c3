// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::nntplib {

/// An article's number in its group; 0 where there is none (an article asked for by message-id).
using ArticleNumber = std::int64_t;

/// UTC, as NNTP's dates are.
using Time = std::chrono::sys_seconds;

/// One line of LIST ACTIVE and NEWGROUPS (RFC 3977 section 7.6.3): the first and last number, and `y` where
/// posting is allowed, `n` where not, `m` where a moderator sees to it, or what else the server says.
struct GroupInfo {
  std::string group;
  ArticleNumber last = 0;
  ArticleNumber first = 0;
  std::string flag;
};

/// The answer to GROUP (section 6.1.1); an empty group has last < first or all 0.
struct GroupAnswer {
  std::string response;
  ArticleNumber count = 0;
  ArticleNumber first = 0;
  ArticleNumber last = 0;
  std::string name = {};
};

/// The answer to LISTGROUP (section 6.1.2): which numbers there are.
struct ListGroupAnswer {
  GroupAnswer group;
  std::vector<ArticleNumber> numbers = {};
};

/// The answer to STAT, NEXT and LAST.
struct StatAnswer {
  std::string response;
  ArticleNumber number = 0;
  std::string message_id = {};
};

/// An article, its head or its body: lines without their ends, dots undone, bytes as they were posted.
struct ArticleInfo {
  ArticleNumber number = 0;
  std::string message_id;
  std::vector<std::string> lines;

  /// The same as one text, each line ended by CR LF.
  [[nodiscard]] std::string text() const;
};

struct ArticleAnswer {
  std::string response;
  ArticleInfo article;
};

/// One article's line in an overview (section 8.3). Texts are as they stand in the article, not decoded:
/// decode_header() makes them readable. Sizes are missing where the server does not say.
struct OverviewRecord {
  ArticleNumber number = 0;
  std::string subject;
  std::string from;
  std::string date;
  std::string message_id;
  std::string references;
  std::optional<std::uint64_t> bytes;
  std::optional<std::uint64_t> lines;
  /// What else the server's overview holds, by the header's name in lower case ("xref") or the item's
  /// (":size").
  std::map<std::string, std::string, std::less<>> other;

  /// A field by Python's name ("subject", ":bytes", "xref"); empty where the article or the overview has
  /// none.
  [[nodiscard]] std::string operator[](std::string_view name) const;
};

/// One line of HDR or XHDR (section 8.5): the number, or the message-id for an old server asked by one.
struct HeaderLine {
  std::string article;
  std::string value;
};

/// One line of LIST ACTIVE.TIMES (section 7.6.4).
struct GroupTime {
  std::string group;
  Time created;
  std::string creator;
};

/// One line of LIST DISTRIB.PATS (section 7.6.5).
struct DistributionPattern {
  int weight = 0;
  std::string wildmat;
  std::string distribution;
};

/// What CAPABILITIES says (section 5.2): each label with its arguments.
using Capabilities = std::map<std::string, std::vector<std::string>, std::less<>>;

}  // namespace porthole::nntplib
