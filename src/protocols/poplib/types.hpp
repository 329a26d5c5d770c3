// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::poplib {

/// A message's number in this session, from 1.
using MessageNumber = std::uint32_t;

/// STAT: how many messages there are, and their bytes together.
struct Stat {
  MessageNumber count = 0;
  std::uint64_t size = 0;

  friend bool operator==(const Stat&, const Stat&) = default;
};

/// One line of LIST.
struct Size {
  MessageNumber number = 0;
  std::uint64_t size = 0;

  friend bool operator==(const Size&, const Size&) = default;
};

/// One line of UIDL: the id stays with the message in all sessions.
struct UniqueId {
  MessageNumber number = 0;
  std::string id;

  friend bool operator==(const UniqueId&, const UniqueId&) = default;
};

/// RETR and TOP: Python's triple (response, lines, octets).
struct Answer {
  std::string response;
  std::vector<std::string> lines;  ///< without their ends
  std::size_t octets = 0;          ///< with CR LF after each line

  /// The message as it was sent, each line with CR LF.
  [[nodiscard]] std::string text() const;
};

/// CAPA (RFC 2449): what the server can do, by name in upper case, each with its arguments.
using Capabilities = std::map<std::string, std::vector<std::string>, std::less<>>;

/// What is streamed goes here, line by line, each with CR LF. What it throws ends the connection.
using Sink = std::function<void(std::string_view)>;

}  // namespace porthole::poplib
