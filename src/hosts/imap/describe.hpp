// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/imap/mime_tree.hpp"

namespace porthole::hosts {

/// A string as IMAP sends it: quoted, or a literal where quotes cannot hold it.
std::string imap_string(std::string_view text);
/// The same, or NIL.
std::string imap_nstring(const std::optional<std::string>& text);

/// ENVELOPE of a message (RFC 3501 section 7.4.2).
std::string imap_envelope(const MimePart& message);
/// BODY, or with the extensions BODYSTRUCTURE.
std::string imap_body(const MimePart& part, bool extensions);

/// What BODY[…] asks for.
struct Section {
  std::vector<unsigned> path;
  /// Empty, HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME.
  std::string text;
  /// In upper case.
  std::vector<std::string> fields;
};

/// Its bytes; nothing where there is no such part.
std::optional<std::string> section_bytes(const MimePart& message, std::string_view whole,
                                         const Section& section);

}  // namespace porthole::hosts
