// SPDX-License-Identifier: MIT
#include "protocols/email/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace porthole::email {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t none = 64;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(none);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

/// Collects sextets into bytes.
class Decoder {
 public:
  explicit Decoder(std::size_t characters) { out_.reserve(characters / 4 * 3 + 3); }

  void take(std::uint8_t sextet) {
    bits_ = (bits_ << 6) | sextet;
    if (++count_ == 4) {
      out_ += static_cast<char>(bits_ >> 16);
      out_ += static_cast<char>(bits_ >> 8);
      out_ += static_cast<char>(bits_);
      bits_ = 0;
      count_ = 0;
    }
  }

  /// How many characters of an unfinished group of four there are.
  int count() const { return count_; }

  /// The bits that the last group has beyond its whole bytes; a canonical encoder leaves them zero.
  std::uint32_t rest() const { return count_ == 3 ? bits_ & 3U : count_ == 2 ? bits_ & 15U : 0U; }

  std::string finish() {
    if (count_ == 3) out_ += static_cast<char>(bits_ >> 10);
    if (count_ == 3) out_ += static_cast<char>(bits_ >> 2);
    if (count_ == 2) out_ += static_cast<char>(bits_ >> 4);
    return std::move(out_);
  }

 private:
  std::string out_;
  std::uint32_t bits_ = 0;
  int count_ = 0;
};

void append(std::string& out, std::string_view bytes) {
  const auto at = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t bits = (at(i) << 16) | (at(i + 1) << 8) | at(i + 2);
    out += alphabet[bits >> 18];
    out += alphabet[(bits >> 12) & 63U];
    out += i + 1 < bytes.size() ? alphabet[(bits >> 6) & 63U] : '=';
    out += i + 2 < bytes.size() ? alphabet[bits & 63U] : '=';
  }
}

[[noreturn]] void refuse(std::size_t where, const char* why) {
  throw std::invalid_argument("not base64: " + std::string(why) + " at character " + std::to_string(where));
}

}  // namespace

std::string b64encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  append(out, bytes);
  return out;
}

std::string encodebytes(std::string_view bytes, std::string_view eol) {
  constexpr std::size_t bytes_a_line = base64_line / 4 * 3;
  std::string out;
  const std::size_t lines = (bytes.size() + bytes_a_line - 1) / bytes_a_line;
  out.reserve(lines * (base64_line + eol.size()));
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes_a_line, bytes.size()))) {
    append(out, bytes.substr(0, bytes_a_line));
    out += eol;
  }
  return out;
}

std::string b64decode(std::string_view text) {
  std::size_t size = text.size();
  while (size > 0 && text.size() - size < 2 && text[size - 1] == '=') --size;
  Decoder decoder(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t value = values[static_cast<unsigned char>(text[i])];
    if (value == none)
      refuse(i, text[i] == '=' ? "padding before the end" : "a character outside the alphabet");
    decoder.take(value);
  }
  if (text.size() % 4 != 0 || decoder.count() == 1)
    refuse(text.size(), "a length that is no multiple of four");
  if (decoder.rest() != 0) refuse(size - 1, "bits that belong to no byte");
  return decoder.finish();
}

std::string decodebytes(std::string_view text, bool* clean) {
  Decoder decoder(text.size());
  bool forgiven = false;
  int pads = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const std::uint8_t value = values[static_cast<unsigned char>(c)];
    if (value != none) {
      if (pads > 0) forgiven = true;
      pads = 0;
      decoder.take(value);
    } else if (c == '=') {
      if (decoder.count() >= 2 && decoder.count() + ++pads >= 4) break;
      if (decoder.count() < 2) forgiven = true;
    } else if (c != '\r' && c != '\n' && c != ' ' && c != '\t') {
      forgiven = true;
    }
  }
  if (decoder.count() != 0 && decoder.count() + pads != 4) forgiven = true;
  if (i < text.size() && text.find_first_not_of(" \t\r\n", i + 1) != std::string_view::npos) forgiven = true;
  if (clean != nullptr) *clean = !forgiven;
  return decoder.finish();
}

}  // namespace porthole::email
