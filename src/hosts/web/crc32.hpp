// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace porthole::hosts {

/// What each byte changes.
consteval std::array<std::uint32_t, 256> crc32_table() {
  std::array<std::uint32_t, 256> made{};
  for (std::uint32_t index = 0; index < 256; ++index) {
    std::uint32_t value = index;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
    made[index] = value;
  }
  return made;
}

/// The checksum of gzip and zip (ISO 3309), piece by piece: enough to tell that nothing was lost on the way.
class Crc32 {
 public:
  void add(std::string_view bytes) {
    static constexpr auto table = crc32_table();
    for (const char c : bytes)
      value_ = table[(value_ ^ static_cast<unsigned char>(c)) & 0xffU] ^ (value_ >> 8U);
  }
  /// Eight lower-case digits.
  [[nodiscard]] std::string hex() const {
    std::string text;
    for (unsigned shift = 32; shift > 0; shift -= 4)
      text += "0123456789abcdef"[(~value_ >> (shift - 4)) & 15U];
    return text;
  }

 private:
  std::uint32_t value_ = 0xffffffffU;
};

}  // namespace porthole::hosts
