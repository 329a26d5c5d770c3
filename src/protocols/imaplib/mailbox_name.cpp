// SPDX-License-Identifier: MIT
#include "protocols/imaplib/mailbox_name.hpp"

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace porthole::imaplib {
namespace {

/// Base 64 with a comma for the slash, because hierarchies are often parted by slashes.
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

bool plain(char32_t code) {
  return code >= 0x20 && code <= 0x7e;
}

/// One code point off the front; nothing where the bytes are no UTF-8 (RFC 3629).
std::optional<char32_t> take_utf8(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xc2 ? 0
                           : lead < 0xe0 ? 2
                           : lead < 0xf0 ? 3
                           : lead < 0xf5 ? 4
                                         : 0;
  if (size == 0 || text.size() < size) return std::nullopt;
  char32_t code = size == 1 ? lead : lead & (0x7fU >> size);
  for (std::size_t index = 1; index < size; ++index) {
    const auto byte = static_cast<unsigned char>(text[index]);
    if ((byte & 0xc0U) != 0x80) return std::nullopt;
    code = code << 6U | (byte & 0x3fU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return std::nullopt;
  text.remove_prefix(size);
  return code;
}

void put_utf8(char32_t code, std::string& out) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3fU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0U | code >> 6U);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0U | code >> 12U);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0U | code >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Closes a shifted run: UTF-16 in big-endian order, six bits a character.
void put_shifted(std::vector<std::uint16_t>& units, std::string& out) {
  if (units.empty()) return;
  out += '&';
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const std::uint16_t unit : units) {
    bits = bits << 16U | unit;
    for (held += 16; held >= 6; held -= 6) out += alphabet[bits >> (held - 6) & 0x3fU];
    bits &= (1U << held) - 1;
  }
  if (held > 0) out += alphabet[bits << (6 - held) & 0x3fU];
  out += '-';
  units.clear();
}

/// What stands between & and -: false where it is not what put_shifted() would have written.
bool take_shifted(std::string_view run, std::string& out) {
  std::uint32_t bits = 0;
  unsigned held = 0;
  char32_t high = 0;
  for (const char letter : run) {
    const std::size_t value = alphabet.find(letter);
    if (value == std::string_view::npos) return false;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0x3fffffU;
    held += 6;
    if (held < 16) continue;
    held -= 16;
    const char32_t unit = bits >> held & 0xffffU;
    if (high != 0) {
      if (unit < 0xdc00 || unit > 0xdfff) return false;
      put_utf8(0x10000 + ((high - 0xd800) << 10U) + (unit - 0xdc00), out);
      high = 0;
    } else if (unit >= 0xd800 && unit < 0xdc00) {
      high = unit;
    } else if ((unit >= 0xdc00 && unit < 0xe000) || plain(unit)) {
      return false;
    } else {
      put_utf8(unit, out);
    }
  }
  return high == 0 && held < 6 && (bits & ((1U << held) - 1)) == 0;
}

}  // namespace

std::string encode_mailbox(std::string_view name) {
  std::string out;
  std::vector<std::uint16_t> units;
  while (!name.empty()) {
    const auto code = take_utf8(name);
    if (!code) throw std::invalid_argument("mailbox name is not UTF-8");
    if (plain(*code)) {
      put_shifted(units, out);
      out += static_cast<char>(*code);
      if (*code == '&') out += '-';
    } else if (*code < 0x10000) {
      units.push_back(static_cast<std::uint16_t>(*code));
    } else {
      units.push_back(static_cast<std::uint16_t>(0xd800 + ((*code - 0x10000) >> 10U)));
      units.push_back(static_cast<std::uint16_t>(0xdc00 + ((*code - 0x10000) & 0x3ffU)));
    }
  }
  put_shifted(units, out);
  return out;
}

std::optional<std::string> decode_mailbox(std::string_view encoded) {
  std::string out;
  while (!encoded.empty()) {
    const char letter = encoded.front();
    encoded.remove_prefix(1);
    if (!plain(static_cast<unsigned char>(letter))) return std::nullopt;
    if (letter != '&') {
      out += letter;
      continue;
    }
    const std::size_t end = encoded.find('-');
    if (end == std::string_view::npos) return std::nullopt;
    if (end == 0)
      out += '&';
    else if (!take_shifted(encoded.substr(0, end), out))
      return std::nullopt;
    encoded.remove_prefix(end + 1);
    // Two runs in a row would be one: `&...-&...-` is not how a name is written, except for an ampersand.
    if (end > 0 && encoded.size() > 1 && encoded[0] == '&' && encoded[1] != '-') return std::nullopt;
  }
  return out;
}

}  // namespace porthole::imaplib
