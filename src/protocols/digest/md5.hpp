// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace porthole {

/// MD5 (RFC 1321): 16 bytes. Broken as a hash, and still what APOP (RFC 1939) and CRAM-MD5 (RFC 2195) are
/// made of; nothing else here may use it.
std::array<std::uint8_t, 16> md5(std::string_view data);

/// HMAC-MD5 (RFC 2104).
std::array<std::uint8_t, 16> hmac_md5(std::string_view key, std::string_view data);

/// Lower-case hexadecimal, two digits a byte.
std::string hex(const std::array<std::uint8_t, 16>& digest);

}  // namespace porthole
