// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/gopherlib/item.hpp"

namespace porthole::gopherlib {

/// The parts of a gopher URL (RFC 4266 section 2.1): gopher://HOST[:PORT]/TYPE SELECTOR [%09 SEARCH].
struct Url {
  std::string host = {};
  int port = GOPHER_PORT;
  char type = A_MENU;
  std::string selector = {};
  std::optional<std::string> search = std::nullopt;

  bool operator==(const Url&) const = default;
};

/// Reads a URL, or HOST, HOST:PORT and HOST/1selector without the scheme. Throws std::invalid_argument with
/// what is wrong: another scheme, no host, no such port, a bad %, a line end in the selector.
Url parse_url(std::string_view text);

/// The URL again, everything percent-encoded that has to be.
std::string unparse_url(const Url& url);

/// Where an item leads: a gopher URL; telnet://… for types 8 and T; what stands behind `URL:` for the links
/// that people put into type h; empty for information and errors.
std::string item_url(const Item& item);

}  // namespace porthole::gopherlib
