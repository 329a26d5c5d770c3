// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "protocols/http/head.hpp"
#include "protocols/stream.hpp"

namespace porthole::http {

// Bounds for what a host may send around a body.

/// The longest line of a head or of trailers, its end not counted.
inline constexpr std::size_t max_line = std::size_t{64} * 1024;
/// How many header lines a head or trailers may have, and how many bytes.
inline constexpr std::size_t max_headers = 100;
inline constexpr std::size_t max_head = std::size_t{256} * 1024;
/// The longest first line of a chunk: its size and its extensions.
inline constexpr std::size_t max_chunk_line = std::size_t{4} * 1024;

/// Reads headers to their empty line. Throws BadHeader, LineTooLong, EOFError.
HTTPMessage read_headers(Channel& channel);

/// A status line and its headers. Throws RemoteDisconnected when the connection ends before the first byte.
struct Head {
  StatusLine status;
  HTTPMessage headers;
};
Head read_head(Channel& channel);

/// Reads one body off a channel, up to its end and not a byte further.
class BodyReader {
 public:
  explicit BodyReader(const Framing& framing);

  /// What there is, at most the memory's size: how many bytes, 0 at the body's end. Waits for one receive at
  /// most, but for a chunk's size. Throws IncompleteRead, BadChunk, LineTooLong.
  std::size_t read_into(Channel& channel, std::span<std::byte> memory);

  [[nodiscard]] bool done() const { return done_; }
  /// How many bytes are left, where that is known before they come.
  [[nodiscard]] std::optional<std::uint64_t> left() const;
  /// What followed the last chunk.
  [[nodiscard]] const HTTPMessage& trailers() const { return trailers_; }

 private:
  bool next_chunk(Channel& channel);

  Framing::Kind kind_;
  std::uint64_t left_;
  bool done_;
  bool in_chunks_ = false;
  HTTPMessage trailers_;
};

/// A request's body that is made as it is sent: fills the memory, returns how much, 0 at the end.
using BodySource = std::function<std::size_t(std::span<std::byte>)>;

/// What a request carries. From text or bytes it borrows: they have to live until the request is sent.
class RequestBody {
 public:
  /// None at all.
  RequestBody() = default;
  RequestBody(Bytes bytes) : bytes_(bytes) {}
  RequestBody(const std::string& bytes) : bytes_(bytes) {}
  RequestBody(const char* bytes) : bytes_(bytes) {}
  /// With a length it is sent so, else in chunks, which a host of HTTP/1.0 does not understand; trailers
  /// follow the last chunk.
  RequestBody(BodySource source, std::optional<std::uint64_t> length = {}, HeaderList trailers = {})
      : source_(std::move(source)), length_(length), trailers_(std::move(trailers)) {}

  [[nodiscard]] bool given() const { return bytes_ || source_; }
  [[nodiscard]] std::optional<std::uint64_t> length() const { return bytes_ ? bytes_->size() : length_; }
  [[nodiscard]] const Bytes* bytes() const { return bytes_ ? &*bytes_ : nullptr; }
  [[nodiscard]] const BodySource& source() const { return source_; }
  [[nodiscard]] const HeaderList& trailers() const { return trailers_; }

 private:
  std::optional<Bytes> bytes_;
  BodySource source_;
  std::optional<std::uint64_t> length_;
  HeaderList trailers_;
};

/// One chunk (RFC 9112 section 7.1); nothing for no bytes, which would be the last chunk.
std::string chunk(Bytes data);
/// The last chunk, trailers, and the end. Throws std::invalid_argument as header_line() does.
std::string last_chunk(const HeaderList& trailers = {});
/// "Name: value" with CR LF. Throws std::invalid_argument for a name that is no token and for CR, LF or NUL
/// in the value.
std::string header_line(std::string_view name, std::string_view value);

}  // namespace porthole::http
