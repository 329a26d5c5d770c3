// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace porthole::cli {

/// Where a server is, and what is named behind it.
struct ServerPlace {
  /// Empty where only a host was given.
  std::string scheme;
  std::string host;
  std::optional<int> port;
  std::string user;
  std::string password;
  /// What follows the slash behind the host, as it was written: in a URL still with its %XX.
  std::string path;
};

/// From HOST, HOST:PORT, [ADDRESS]:PORT or an IPv6 address alone, each with USER:PASSWORD@ before it and
/// /PATH after it, or with all of these a URL as curl takes it, SCHEME://USER:PASSWORD@HOST:PORT/PATH. Throws
/// Failure, which names `command`: 3 for what is no place, 1 for another scheme than these.
ServerPlace parse_server_place(const std::string& command, const std::string& text,
                               std::initializer_list<std::string_view> schemes);

/// A part of the place `text` without its %XX; throws Failure 3 for a % without two hexadecimal digits.
std::string percent_decoded(const std::string& command, const std::string& text, std::string_view part);

/// A place or URL for messages: without its password.
std::string shown_place(const std::string& text);

}  // namespace porthole::cli
