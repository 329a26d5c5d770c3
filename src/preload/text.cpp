// SPDX-License-Identifier: MIT
#include "preload/text.hpp"

#include <algorithm>

namespace porthole::preload {

Text& Text::add(std::string_view words) {
  if (!in_json_string_) {
    add_raw(words);
    return *this;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char letter : words) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') add_raw("\\");
    if (code >= 0x20 && code != 0x7f) {
      add_raw({&letter, 1});
    } else {
      add_raw("\\u00");
      add_raw(digits.substr(code >> 4, 1));
      add_raw(digits.substr(code & 15, 1));
    }
  }
  return *this;
}

void Text::add_raw(std::string_view words) {
  while (!words.empty()) {
    if (size_ == buffer_.size()) flush();
    const std::size_t fits = std::min(words.size(), buffer_.size() - size_);
    std::copy_n(words.begin(), fits, buffer_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += fits;
    words.remove_prefix(fits);
  }
}

Text& Text::padded(unsigned long long number, std::size_t width, char fill, int base) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  const std::string_view written(digits.data(), end);
  for (std::size_t column = written.size(); column < width; ++column) add(fill);
  return add(written);
}

Text& Text::seconds(long long nanoseconds) {
  const auto microseconds = static_cast<unsigned long long>(std::max(nanoseconds, 0LL)) / 1000;
  return add(microseconds / 1000000).add('.').padded(microseconds % 1000000, 6, '0');
}

Text& Text::milliseconds(long long nanoseconds) {
  const auto microseconds = static_cast<unsigned long long>(std::max(nanoseconds, 0LL)) / 1000;
  return add(microseconds / 1000).add('.').padded(microseconds % 1000, 3, '0');
}

Text& Text::hexadecimal(std::span<const iovec> parts, std::size_t size, std::size_t limit) {
  std::size_t left = std::min(size, limit);
  for (const iovec& part : parts) {
    const std::size_t here = std::min(left, part.iov_len);
    for (const unsigned char byte : std::span(static_cast<const unsigned char*>(part.iov_base), here))
      padded(byte, 2, '0', 16);
    left -= here;
  }
  return *this;
}

void Text::flush() {
  if (size_ > 0) sink_({buffer_.data(), size_});
  size_ = 0;
}

namespace {

constexpr std::size_t columns = 16;

/// Walks over bytes that lie in several pieces of memory.
class Reader {
 public:
  explicit Reader(std::span<const iovec> parts) : parts_(parts) {}

  std::size_t take(std::span<unsigned char> line) {
    std::size_t taken = 0;
    while (taken < line.size() && !parts_.empty()) {
      const iovec& part = parts_.front();
      if (offset_ == part.iov_len) {
        parts_ = parts_.subspan(1);
        offset_ = 0;
        continue;
      }
      line[taken++] = static_cast<const unsigned char*>(part.iov_base)[offset_++];
    }
    return taken;
  }

 private:
  std::span<const iovec> parts_;
  std::size_t offset_ = 0;
};

void add_line(Text& text, std::size_t offset, std::span<const unsigned char> line) {
  text.add("    ").padded(offset, 6, '0', 16).add("  ");
  for (std::size_t column = 0; column < columns; ++column) {
    if (column < line.size())
      text.padded(line[column], 2, '0', 16).add(' ');
    else
      text.add("   ");
  }
  text.add(" |");
  for (const unsigned char byte : line) text.add(byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.');
  text.add("|\n");
}

}  // namespace

void add_bytes(Text& text, std::span<const iovec> parts, std::size_t size, std::size_t limit) {
  const std::size_t shown = std::min(size, limit);
  Reader reader(parts);
  std::array<unsigned char, columns> line{};
  for (std::size_t offset = 0; offset < shown; offset += columns) {
    const std::size_t length = std::min(columns, shown - offset);
    const std::size_t taken = reader.take(std::span(line).first(length));
    add_line(text, offset, std::span(line).first(taken));
    if (taken < length) return;
  }
  if (shown < size && limit > 0) text.add("    … ").add(size - shown).add(" more bytes\n");
}

}  // namespace porthole::preload
