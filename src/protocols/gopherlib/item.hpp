// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "protocols/stream/error.hpp"

namespace porthole::gopherlib {

inline constexpr int GOPHER_PORT = 70;

/// What a host sent is no Gopher, or its answer is an error item (type 3).
class GopherError : public ProtocolError {
  using ProtocolError::ProtocolError;
};

// The types of RFC 1436 section 3.8 under Python's names, and those that people use besides.
inline constexpr char A_TEXT = '0';
inline constexpr char A_MENU = '1';
inline constexpr char A_CSO = '2';
inline constexpr char A_ERROR = '3';
inline constexpr char A_MACBINHEX = '4';
inline constexpr char A_PCBINHEX = '5';
inline constexpr char A_UUENCODED = '6';
inline constexpr char A_INDEX = '7';
inline constexpr char A_TELNET = '8';
inline constexpr char A_BINARY = '9';
inline constexpr char A_DUPLICATE = '+';
inline constexpr char A_TN3270 = 'T';
inline constexpr char A_GIF = 'g';
inline constexpr char A_IMAGE = 'I';
inline constexpr char A_HTML = 'h';
inline constexpr char A_INFO = 'i';
inline constexpr char A_SOUND = 's';
inline constexpr char A_PDF = 'd';

/// One line of a menu: what it is, what people read, and what to send where to get it.
struct Item {
  char type = A_INFO;
  std::string display = {};
  std::string selector = {};
  std::string host = {};
  int port = 0;

  bool operator==(const Item&) const = default;
};

/// "TEXT", "MENU", … after Python's type_to_name(); an unknown one is "TYPE='x'".
std::string type_to_name(char type);

/// Whether what this type leads to ends with a lone dot (text and menus) or with the connection (all else).
bool is_text(char type);

/// Reads a line of a menu (section 3.4): type and display, selector, host, port, parted by tabs; what follows
/// (Gopher+) is left out. Information (`i`) and errors (`3`) need no more than the display. Throws
/// GopherError for an empty line, missing fields, and a port that is none.
Item parse_item(std::string_view line);

}  // namespace porthole::gopherlib
