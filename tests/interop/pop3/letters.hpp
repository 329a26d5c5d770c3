// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace verbs {

/// How many letters the maildrop holds; letters.mjs makes the very same ones.
inline constexpr unsigned letter_count = 1000;

/// Letter number n, from 1: lines that begin with dots, Chinese text. The last one holds every byte value but
/// CR, LF and NUL as they are, and all of them in an attachment.
std::string letter(unsigned number);

/// What the attachment of the last letter holds.
std::string every_byte();

}  // namespace verbs
