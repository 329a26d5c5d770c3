// SPDX-License-Identifier: MIT
// Host names other than ASCII: Punycode, RFC 3492. Names are taken as they are typed (no case folding beyond
// ASCII).

#include <cstdint>
#include <stdexcept>
#include <string>

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
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

std::string encode_host(const std::string& host) {
  if (host.find('\0') != std::string::npos)
    throw std::invalid_argument("host name must not contain null character");
  // Python takes ASCII names without a look at their labels; the resolver refuses what is too long.
  if (ascii(host)) return host;
  std::string out;
  for (std::size_t start = 0; start <= host.size();) {
    std::size_t end = host.find('.', start);
    if (end == std::string::npos) end = host.size();
    const std::string label = host.substr(start, end - start);
    const std::string coded = ascii(label) ? label : "xn--" + punycode(decode_utf8(label));
    const bool last = end == host.size();
    if (coded.size() > 63 || (coded.empty() && !last)) throw std::invalid_argument("label empty or too long");
    out += coded;
    if (!last) out += '.';
    start = end + 1;
  }
  return out;
}

}  // namespace porthole
