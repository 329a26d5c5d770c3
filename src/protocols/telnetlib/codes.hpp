// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

/// Telnet's codes under their names in the RFCs (854, 855 and the options' own).
namespace porthole::telnetlib {

inline constexpr std::uint8_t SE = 240;    ///< end of a subnegotiation
inline constexpr std::uint8_t NOP = 241;   ///< no operation
inline constexpr std::uint8_t DM = 242;    ///< data mark
inline constexpr std::uint8_t BRK = 243;   ///< break
inline constexpr std::uint8_t IP = 244;    ///< interrupt process
inline constexpr std::uint8_t AO = 245;    ///< abort output
inline constexpr std::uint8_t AYT = 246;   ///< are you there
inline constexpr std::uint8_t EC = 247;    ///< erase character
inline constexpr std::uint8_t EL = 248;    ///< erase line
inline constexpr std::uint8_t GA = 249;    ///< go ahead
inline constexpr std::uint8_t SB = 250;    ///< begin of a subnegotiation
inline constexpr std::uint8_t WILL = 251;  ///< I use the option, or offer to
inline constexpr std::uint8_t WONT = 252;  ///< I do not use it
inline constexpr std::uint8_t DO = 253;    ///< please use it
inline constexpr std::uint8_t DONT = 254;  ///< do not use it
inline constexpr std::uint8_t IAC = 255;   ///< interpret as command

inline constexpr std::uint8_t BINARY = 0;  ///< 8-bit data (RFC 856)
inline constexpr std::uint8_t ECHO_ = 1;   ///< echo (RFC 857); ECHO is a macro of <termios.h>
inline constexpr std::uint8_t SGA = 3;     ///< suppress go ahead (RFC 858)
inline constexpr std::uint8_t TM = 6;      ///< timing mark (RFC 860)
inline constexpr std::uint8_t TTYPE = 24;  ///< terminal type (RFC 1091)
inline constexpr std::uint8_t NAWS = 31;   ///< negotiate about window size (RFC 1073)

/// "WILL", "IP"; a number for what has no name.
std::string command_name(std::uint8_t code);
/// "ECHO", "NAWS"; a number for what has no name.
std::string option_name(std::uint8_t option);

/// Data as it goes over the wire: each IAC doubled.
std::string escape(std::string_view data);

/// One subnegotiation: IAC SB option, the escaped data, IAC SE.
std::string subnegotiation(std::uint8_t option, std::string_view data);

}  // namespace porthole::telnetlib
