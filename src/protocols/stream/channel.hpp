// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocols/stream/error.hpp"
#include "protocols/stream/stream.hpp"

namespace porthole {

/// A stream with a reading buffer: lines and counted bytes, as every protocol of lines needs them. What it
/// holds is bounded by the caller's limits and one buffer. It owns the stream.
class Channel {
 public:
  /// The longest line that is taken unless a caller knows better, its end not counted.
  static constexpr std::size_t max_line = 8192;
  static constexpr std::size_t buffer_size = std::size_t{64} * 1024;

  explicit Channel(std::unique_ptr<Stream> stream);

  /// One line without its end, which is CR LF or a bare LF. Throws LimitError for a longer one, EOFError
  /// when the host ends the connection first, also within the line.
  std::string readline(std::size_t limit = max_line);
  /// The same, but nothing where the connection ends in order before the line's first byte.
  std::optional<std::string> readline_or_end(std::size_t limit = max_line);
  /// Exactly so many bytes. Throws EOFError when the connection ends before. Memory grows with what has
  /// come, never with what was announced; the caller bounds the size.
  std::string read(std::size_t size);
  /// What there is, at least one byte and at most so many: from the buffer, else what one receive brings.
  /// Empty at the end.
  std::string read_some(std::size_t size = buffer_size);
  /// The same into memory of the caller's: how many bytes, 0 at the end.
  std::size_t read_into(std::span<std::byte> memory);
  /// Everything until the end of the connection. Throws LimitError beyond the limit.
  std::string read_to_end(std::size_t limit);

  /// Waits so long, whatever the stream's own timeout, until something can be read or the stream ends; false
  /// when nothing came. Nothing is read away.
  bool wait(Timeout time);

  /// Sends all at once.
  void write(Bytes data) { stream().sendall(data); }

  /// Bytes that were received and not yet read: poll() does not tell of these.
  [[nodiscard]] std::size_t buffered() const { return end_ - start_; }

  /// Closes the stream; twice is fine. Reading or writing afterwards is error EBADF.
  void close();
  [[nodiscard]] bool closed() const { return !stream_; }
  /// Throws error EBADF when closed.
  [[nodiscard]] Stream& stream() const;

 private:
  bool fill();

  std::unique_ptr<Stream> stream_;
  std::unique_ptr<std::byte[]> buffer_;
  std::size_t start_ = 0;
  std::size_t end_ = 0;
};

}  // namespace porthole
