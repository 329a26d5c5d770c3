// SPDX-License-Identifier: MIT
// Host names other than ASCII: IDNA (RFC 3490) with Punycode (RFC 3492). Of Nameprep (RFC 3491) this has what
// keyboards produce: capitals of Latin, Greek and Cyrillic, and the full-width forms of Chinese input
// methods.

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "socket/names.hpp"
#include "socket/utf8.hpp"

namespace porthole {
namespace {

constexpr std::uint32_t base = 36, tmin = 1, tmax = 26, skew = 38, damp = 700;

char digit(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

std::uint32_t adapt(std::uint32_t delta, std::uint32_t count, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / count;
  std::uint32_t k = 0;
  for (; delta > ((base - tmin) * tmax) / 2; k += base) delta /= base - tmin;
  return k + (base - tmin + 1) * delta / (delta + skew);
}

void append_integer(std::string& out, std::uint32_t value, std::uint32_t bias) {
  for (std::uint32_t k = base;; k += base) {
    const std::uint32_t t = k <= bias ? tmin : k >= bias + tmax ? tmax : k - bias;
    if (value < t) break;
    out += digit(t + (value - t) % (base - t));
    value = (value - t) / (base - t);
  }
  out += digit(value);
}

std::string punycode(const std::u32string& label) {
  std::string out;
  for (const char32_t c : label) {
    if (c < 0x80) out += static_cast<char>(c);
  }
  std::uint32_t handled = static_cast<std::uint32_t>(out.size());
  const std::uint32_t basic = handled;
  if (basic > 0) out += '-';
  std::uint32_t n = 0x80, delta = 0, bias = 72;
  while (handled < label.size()) {
    std::uint32_t next = 0x7fffffff;
    for (const char32_t c : label) {
      if (c >= n && c < next) next = c;
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      append_integer(out, delta, bias);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

bool ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

char32_t lower(char32_t c) {
  if (between(c, U'A', U'Z') || (between(c, 0xc0, 0xde) && c != 0xd7)) return c + 0x20;
  if (between(c, 0x391, 0x3a9) || between(c, 0x410, 0x42f)) return c + 0x20;
  if (between(c, 0x400, 0x40f)) return c + 0x50;
  if (c == 0x3c2) return 0x3c3;  // the final sigma is a sigma
  // Latin Extended-A has its capitals before the small ones, even in these two parts and odd in those.
  if (between(c, 0x100, 0x12f) || between(c, 0x132, 0x137) || between(c, 0x14a, 0x177)) return c | 1;
  if (between(c, 0x139, 0x148) || between(c, 0x179, 0x17e)) return c + (c & 1);
  return c;
}

/// One label as RFC 3491 maps it before it is coded.
std::u32string prepared(const std::u32string& label) {
  std::u32string out;
  for (const char32_t c : label) {
    if (c == 0xdf) {
      out += U"ss";
    } else {
      out += lower(between(c, 0xff01, 0xff5e) ? c - 0xfee0 : c);
    }
  }
  return out;
}

std::string encode_label(const std::string& label) {
  if (ascii(label)) return label;
  const std::u32string mapped = prepared(decode_utf8(label));
  const bool plain = std::all_of(mapped.begin(), mapped.end(), [](char32_t c) { return c < 0x80; });
  return plain ? std::string(mapped.begin(), mapped.end()) : "xn--" + punycode(mapped);
}

/// The ideographic full stop and its two other forms divide labels like the dot (RFC 3490, 3.1).
std::string with_plain_dots(const std::string& host) {
  std::string out;
  for (std::size_t at = 0; at < host.size(); ++at) {
    const std::string_view here = std::string_view(host).substr(at, 3);
    const bool dot = here == "\u3002" || here == "\uff0e" || here == "\uff61";
    out += dot ? '.' : host[at];
    if (dot) at += 2;
  }
  return out;
}

void require_no_nul(const std::string& host) {
  if (host.find('\0') != std::string::npos)
    throw std::invalid_argument("host name must not contain null character");
}

}  // namespace

std::string encode_host(const std::string& host) {
  require_no_nul(host);
  const std::string name = with_plain_dots(host);
  std::string out;
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find('.', start), name.size());
    const std::string coded = encode_label(name.substr(start, end - start));
    const bool last = end == name.size();
    if (coded.size() > 63 || (coded.empty() && !last)) throw std::invalid_argument("label empty or too long");
    out += coded;
    if (!last) out += '.';
    start = end + 1;
  }
  return out;
}

std::string encode_unless_ascii(const std::string& host) {
  require_no_nul(host);
  return ascii(host) ? host : encode_host(host);
}

}  // namespace porthole
