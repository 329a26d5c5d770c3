// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "protocols/email/headers.hpp"

namespace porthole::email {

/// How many headers a message, or one part of it, may have.
static constexpr std::size_t max_headers = 10'000;

/// How many bytes one header may have, its folds included.
static constexpr std::size_t max_header_length = 256UL * 1024;

/// How many bytes all headers of a message, or one part of it, may have.
static constexpr std::size_t max_headers_length = 4UL * 1024 * 1024;

/// What parsing a block of headers found.
struct ParsedHeaders {
  Headers headers;
  std::size_t end = 0;     ///< where the body begins: after the empty line, or at the line that is no header
  bool separated = false;  ///< the empty line was there
  std::size_t malformed =
      0;  ///< lines before it that belong to no header (a fold without a beginning) and were left out
};

/// Parses the headers at the start of text (RFC 5322 section 2.2): lines ended by CRLF or LF, folds undone,
/// blanks before the colon forgiven (section 4.5), a leading `From ` of a Unix mailbox left out. The first
/// line that can be no header begins the body; `stop`, where given, is asked of each line, its end included,
/// and ends the headers too. Throws LimitError beyond max_headers, max_header_length and max_headers_length.
ParsedHeaders parse_headers(std::string_view text, const std::function<bool(std::string_view)>& stop = {});

}  // namespace porthole::email
