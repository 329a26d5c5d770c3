// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace porthole::preload {

/// Text built in a fixed buffer, without allocation: it is used inside calls that may run in signal handlers
/// or while the program's allocator holds its lock. When the buffer is full it goes to the sink and starts
/// anew.
class Text {
 public:
  using Sink = void (*)(std::string_view);

  explicit Text(Sink sink) : sink_(sink) {}

  Text& add(std::string_view words);

  /// From now on quotes, backslashes and control characters are added as JSON writes them within a string.
  void in_json_string(bool on) { in_json_string_ = on; }
  Text& add(char letter) { return add(std::string_view(&letter, 1)); }

  template <std::integral Number>
  Text& add(Number number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return add(std::string_view(digits.data(), end));
  }

  /// Right-aligned in `width` columns, with leading zeros or spaces.
  Text& padded(unsigned long long number, std::size_t width, char fill, int base = 10);

  /// Nanoseconds as seconds with six digits.
  Text& seconds(long long nanoseconds);

  /// Nanoseconds as milliseconds with three digits.
  Text& milliseconds(long long nanoseconds);

  /// Two digits a byte, at most `limit` bytes of the first `size`.
  Text& hexadecimal(std::span<const iovec> parts, std::size_t size, std::size_t limit);

  void flush();

 private:
  void add_raw(std::string_view words);

  Sink sink_;
  bool in_json_string_ = false;
  std::array<char, 2048> buffer_{};
  std::size_t size_ = 0;
};

/// `198.18.0.10:80`, `[::1]:80`, a path, `@abstract`, or the family's number.
void add_address(Text& text, const sockaddr* address, socklen_t length);

/// Names joined by `|` as in the headers; bits without a name in hexadecimal; `0` for none.
void add_message_flags(Text& text, int flags);
void add_poll_events(Text& text, short events);
void add_socket_type(Text& text, int type);

std::string_view family_name(int family);
std::string_view option_level_name(int level);
/// Empty when the option has no name here; then its number is shown.
std::string_view option_name(int level, int option);

/// Lines of sixteen bytes in hexadecimal and as text, at most `limit` bytes of them, and how many were left
/// out. `parts` are the pieces of memory that hold the bytes, `size` is how much of them counts.
void add_bytes(Text& text, std::span<const iovec> parts, std::size_t size, std::size_t limit);

}  // namespace porthole::preload
