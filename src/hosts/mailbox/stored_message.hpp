// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

namespace porthole::hosts {

/// A message's bytes as they were handed in. Shared, so that a copy costs nothing and an answer under way
/// outlives an EXPUNGE.
using Content = std::shared_ptr<const std::string>;

/// Flags as IMAP writes them: `\Seen`, `\Answered`, `\Flagged`, `\Deleted`, `\Draft` in exactly this case,
/// and keywords such as `$Forwarded`. `\Recent` is not among them.
using Flags = std::set<std::string>;

/// One message in a folder (RFC 3501 section 2.3).
struct StoredMessage {
  std::uint32_t uid = 0;
  Content content;
  Flags flags = {};
  std::int64_t internal_date = 0;  ///< when it came: seconds since 1970, UTC
  bool recent = true;              ///< no session was told of it yet: see MailFolder::take_recent
};

}  // namespace porthole::hosts
