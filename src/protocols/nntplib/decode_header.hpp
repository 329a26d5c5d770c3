// SPDX-License-Identifier: MIT
#pragma once

#include "protocols/email/encoded_words.hpp"

namespace porthole::nntplib {

/// A header's value made readable: encoded words (RFC 2047) as UTF-8, as Python's nntplib.decode_header.
using email::decode_header;

}  // namespace porthole::nntplib
