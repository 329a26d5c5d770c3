// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace porthole {

/// Bytes that a call reads: made from a string, a literal (up to its NUL), a string_view or a span of
/// std::byte. It borrows: what it was made from has to live until the call returns.
class Bytes {
 public:
  constexpr Bytes(std::string_view text) noexcept : data_(text.data()), size_(text.size()) {}
  Bytes(const std::string& text) noexcept : data_(text.data()), size_(text.size()) {}
  constexpr Bytes(const char* text) noexcept : Bytes(std::string_view(text)) {}
  Bytes(std::span<const std::byte> bytes) noexcept
      : data_(reinterpret_cast<const char*>(bytes.data())), size_(bytes.size()) {}

  constexpr const char* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr std::string_view view() const noexcept { return {data_, size_}; }
  constexpr Bytes from(std::size_t offset) const noexcept { return view().substr(offset); }

 private:
  const char* data_;
  std::size_t size_;
};

}  // namespace porthole
