// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace porthole::imaplib {

/// A mailbox name from UTF-8 to modified UTF-7 (RFC 3501 section 5.1.3), which is printable ASCII:
/// `工作` becomes `&XeVPXA-`, `R&D` becomes `R&-D`. Throws std::invalid_argument for what is no UTF-8.
std::string encode_mailbox(std::string_view name);

/// The other way. Nothing for what is no modified UTF-7: such a name is best used as it came.
std::optional<std::string> decode_mailbox(std::string_view encoded);

}  // namespace porthole::imaplib
