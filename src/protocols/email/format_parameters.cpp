// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>

#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/hex.hpp"
#include "protocols/email/parameters.hpp"
#include "protocols/email/text.hpp"
#include "socket/utf8.hpp"

namespace porthole::email {
namespace {

constexpr std::size_t longest_piece = 70;  // of a parameter in one line, its name included

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

std::string percent(std::string_view character) {
  std::string out;
  for (const char c : character) {
    if (is_attribute(c)) {
      out += c;
    } else {
      append_hex(out += '%', static_cast<unsigned char>(c));
    }
  }
  return out;
}

/// The characters of text encoded, cut into pieces that fit into lines.
std::vector<std::string> pieces(std::string_view text, std::size_t name) {
  std::vector<std::string> out{"utf-8''"};
  while (!text.empty()) {
    const auto length = static_cast<std::size_t>(std::max(utf8_length(text), 1));
    const std::string character = percent(text.substr(0, length));
    const std::size_t around = name + 8;  // `*12*=` and `;`
    if (out.back().size() + character.size() + around > longest_piece) out.emplace_back();
    out.back() += character;
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

std::string format_parameters(const ParameterValue& content, bool utf8) {
  check_header_text(content.value, "a header");
  std::string out = content.value;
  for (const auto& [name, value] : content.parameters) {
    check_header_text(value, "a parameter");
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_attribute)) {
      throw std::invalid_argument("not a parameter's name: \"" + name.substr(0, 100) + "\"");
    }
    const bool plain = is_ascii(value) || utf8;
    if (plain && value.find("=?") == std::string::npos &&
        (value.size() + name.size() <= longest_piece || utf8)) {
      const bool bare = !value.empty() && std::all_of(value.begin(), value.end(), is_token);
      out += "; " + name + "=" + (bare ? value : quoted(value));
      continue;
    }
    const std::vector<std::string> all = pieces(value, name.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      out += "; " + name + "*" + (all.size() > 1 ? std::to_string(i) + "*" : "") + "=" + all[i];
    }
  }
  return out;
}

}  // namespace porthole::email
