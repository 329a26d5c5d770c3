// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "protocols/email/headers.hpp"
#include "protocols/email/parameters.hpp"

namespace porthole::hosts {

/// A message, or a part of one, by where it lies in the message's bytes; nothing is copied but the headers.
struct MimePart {
  /// As it stands, with the empty line that ends it.
  std::string_view header;
  std::string_view body;
  email::Headers fields;
  /// `text/plain` where nothing is said.
  email::ParameterValue type;
  /// Of a multipart; of a message/rfc822 the one message in it.
  std::vector<MimePart> parts;

  [[nodiscard]] bool multipart() const { return type.value.starts_with("multipart/") && !parts.empty(); }
  [[nodiscard]] bool message() const { return type.value == "message/rfc822" && !parts.empty(); }
};

/// Parts within parts, and parts altogether: what is beyond stays undivided.
inline constexpr int deepest_part = 16;
inline constexpr int most_parts = 500;

/// Divides a message, which must outlive the result. Never fails: what cannot be divided is one part.
MimePart mime_tree(std::string_view message);

/// The part of a section's number, as 1.2 (RFC 3501 section 6.4.5); null where there is none. An empty path
/// is the message itself.
const MimePart* find_part(const MimePart& message, const std::vector<unsigned>& path);

}  // namespace porthole::hosts
