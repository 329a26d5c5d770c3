// SPDX-License-Identifier: MIT
#include "protocols/digest/md5.hpp"

#include <bit>
#include <cstddef>

namespace porthole {
namespace {

using State = std::array<std::uint32_t, 4>;

/// RFC 1321 section 3.4: floor(2^32 * abs(sin(i + 1))).
constexpr std::array<std::uint32_t, 64> sines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

constexpr std::array<std::array<int, 4>, 4> shifts = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

std::uint32_t word(std::string_view block, std::size_t index) {
  std::uint32_t value = 0;
  for (std::size_t byte = 4; byte-- > 0;)
    value = value << 8 | static_cast<std::uint8_t>(block[4 * index + byte]);
  return value;
}

void mix(State& state, std::string_view block) {
  auto [a, b, c, d] = state;
  for (std::size_t i = 0; i < 64; ++i) {
    std::uint32_t f = 0;
    std::size_t index = i;
    switch (i / 16) {
      case 0:
        f = (b & c) | (~b & d);
        break;
      case 1:
        f = (b & d) | (c & ~d);
        index = 5 * i + 1;
        break;
      case 2:
        f = b ^ c ^ d;
        index = 3 * i + 5;
        break;
      default:
        f = c ^ (b | ~d);
        index = 7 * i;
    }
    const std::uint32_t sum = a + f + sines.at(i) + word(block, index % 16);
    a = d;
    d = c;
    c = b;
    b += std::rotl(sum, shifts.at(i / 16).at(i % 4));
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

}  // namespace

std::array<std::uint8_t, 16> md5(std::string_view data) {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::uint64_t bits = std::uint64_t{8} * data.size();
  for (; data.size() >= 64; data.remove_prefix(64)) mix(state, data.substr(0, 64));
  std::string end(data);
  end += '\x80';
  end.append((120 - end.size()) % 64, '\0');
  for (int byte = 0; byte < 8; ++byte, bits >>= 8) end += static_cast<char>(bits & 0xff);
  for (std::string_view rest = end; !rest.empty(); rest.remove_prefix(64)) mix(state, rest.substr(0, 64));

  std::array<std::uint8_t, 16> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest.at(i) = static_cast<std::uint8_t>(state.at(i / 4) >> (8 * (i % 4)));
  return digest;
}

std::array<std::uint8_t, 16> hmac_md5(std::string_view key, std::string_view data) {
  const auto bytes = [](const std::array<std::uint8_t, 16>& digest) {
    return std::string(digest.begin(), digest.end());
  };
  std::string padded = key.size() > 64 ? bytes(md5(key)) : std::string(key);
  padded.resize(64, '\0');
  std::string inner = padded;
  std::string outer = padded;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return md5(outer + bytes(md5(inner + std::string(data))));
}

std::string hex(const std::array<std::uint8_t, 16>& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace porthole
