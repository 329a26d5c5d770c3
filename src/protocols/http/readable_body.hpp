// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "protocols/http/body.hpp"

namespace porthole::http {

/// A body that is read as it comes: the ways of reading that HTTPResponse and urllib's Response share.
class ReadableBody {
 public:
  /// The most that read() without a size takes into memory.
  static constexpr std::size_t max_read = std::size_t{64} * 1024 * 1024;

  /// What there is, one receive at most: how many bytes, 0 at the end.
  virtual std::size_t readinto(std::span<std::byte> memory) = 0;
  virtual void close() noexcept = 0;

  /// The rest of the body. Throws LimitError above `max_read`, IncompleteRead, BadChunk, error.
  std::string read();
  /// So many bytes; fewer only at the body's end, and none after it.
  std::string read(std::size_t size);
  /// The next line with its "\n", or so much of it; the last may have none. Empty at the end.
  std::string readline(std::size_t limit = max_line);
  /// Hands the rest of the body to `use`, piece by piece: how many bytes.
  std::uint64_t read_to(const std::function<void(std::string_view)>& use);

 protected:
  ReadableBody() = default;
  ReadableBody(ReadableBody&&) = default;
  ReadableBody& operator=(ReadableBody&&) = default;
  ~ReadableBody() = default;
};

}  // namespace porthole::http
