// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "protocols/email/message.hpp"

namespace porthole::email {

/// How deep parts may stand in parts; below, a multipart is left as it is, with a defect.
static constexpr std::size_t max_part_depth = 32;

/// How many parts a message may have in all; the rest is left unparsed, with a defect.
static constexpr std::size_t max_parts = 10'000;

/// The longest boundary (RFC 2046 section 5.1.1 allows 70); a longer one is none.
static constexpr std::size_t max_boundary = 1000;

/// Parses a message. Nothing in it is an error but headers beyond their limits (LimitError): a boundary that
/// lacks, a part without an end or below max_part_depth gives a message with defects(). Takes the bytes once
/// and keeps them, and goes through them once, whatever they hold.
EmailMessage message_from_bytes(std::string bytes);

}  // namespace porthole::email
