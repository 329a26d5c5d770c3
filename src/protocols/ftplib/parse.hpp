// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace porthole::ftplib {

/// The pure part: what the texts of replies mean. All throw error_proto, with the text, for what makes no
/// sense.

/// The port of "227 Entering Passive Mode (h1,h2,h3,h4,p1,p2)". The address in it is left alone: the control
/// connection's is used, so that no host can send a client elsewhere.
int parse227(std::string_view reply);
/// The port of "229 Entering Extended Passive Mode (|||port|)" (RFC 2428).
int parse229(std::string_view reply);
/// The directory of "257 "/a ""quoted"" name" created" (RFC 959 appendix II): quotes are doubled in it. Empty
/// when the reply names none.
std::string parse257(std::string_view reply);
/// The size that many hosts tell in "150 Opening BINARY mode data connection for x (1234 bytes)"; none
/// otherwise.
std::optional<std::uint64_t> parse150(std::string_view reply);
/// The number of "213 1234" (RFC 3659 section 4).
std::uint64_t parse_size(std::string_view reply);
/// "20251123T…" as RFC 3659 section 2.3 writes time, `YYYYMMDDHHMMSS[.fraction]` in UTC, as seconds since
/// 1970. Also accepts the 19100 of hosts that counted the year 2000 so.
std::time_t parse_time(std::string_view text);

/// One entry of a directory (RFC 3659 section 7): its name and its facts, their names in lower case ("size",
/// "modify", "type").
struct Entry {
  std::string name;
  std::map<std::string, std::string> facts;

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// "type=file;size=12; name": the name is everything after the first blank, further blanks included.
Entry parse_mlsx(std::string_view line);

/// What PORT says: "192,0,2,1,156,64". Throws std::invalid_argument for anything but an IPv4 address.
std::string port_argument(std::string_view host, int port);
/// What EPRT says: "|1|192.0.2.1|40000|", with 2 for IPv6.
std::string eprt_argument(std::string_view host, int port);

}  // namespace porthole::ftplib
