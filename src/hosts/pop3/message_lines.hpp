// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "hosts/mailbox/stored_message.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// How many octets a message is when every line of it ends with CR LF, as POP3 sends and counts it (RFC 1939
/// section 11).
std::size_t octets_of(std::string_view message);

/// A message on its way to a client: lines with CR LF, dots doubled, the lone dot at the end, in pieces as
/// the client takes them. The message may be removed in the meantime.
class MessageLines {
 public:
  /// The whole message, or its headers and so many lines of its body.
  explicit MessageLines(Content message, std::optional<std::size_t> body_lines = std::nullopt);

  /// Writes until all is written (true) or there is no room.
  bool write(Outbox& out);

 private:
  Content message_;
  std::string_view left_;
};

}  // namespace porthole::hosts
