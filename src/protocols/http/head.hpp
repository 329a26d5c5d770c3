// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/http/message.hpp"

namespace porthole::http {

// The head of an answer, from its lines: pure functions (RFC 9112 sections 4 to 6). A line comes without its
// end, which may be CR LF or, as section 2.2 allows, LF alone; a CR or a NUL within it is refused.

struct StatusLine {
  /// 10 or 11.
  int version = 11;
  int status = 0;
  std::string reason;
};

/// "HTTP/1.1 200 OK"; the reason, and the blank before it, may be missing. Throws BadStatusLine, and
/// UnknownProtocol for another version.
StatusLine parse_status_line(std::string_view line);

/// Collects header lines. A line that begins with a blank continues the one before (obs-fold): the fold
/// becomes one space, as section 5.2 asks of a user agent. Everything else that is no header is BadHeader.
class HeaderParser {
 public:
  void line(std::string_view line);
  /// The end of the headers: what was collected.
  HTTPMessage finish();

 private:
  HTTPMessage headers_;
  std::optional<std::pair<std::string, std::string>> open_;
};

/// Where an answer's body ends (RFC 9112 section 6.3).
struct Framing {
  enum class Kind { none, length, chunked, until_close };

  Kind kind = Kind::none;
  std::uint64_t length = 0;
  /// Whether the connection can carry another request afterwards.
  bool keep_alive = false;

  friend bool operator==(const Framing&, const Framing&) = default;
};

/// Decides it from the request's method and the answer's head. Throws BadHeader, UnknownTransferEncoding
/// where it cannot be told for sure: such answers are what response splitting looks like.
Framing framing(std::string_view method, const StatusLine& status, const HTTPMessage& headers);

/// The number in Content-Length; the same number more than once counts as once. Throws BadHeader.
std::optional<std::uint64_t> content_length(const HTTPMessage& headers);

/// The size in a chunk's first line, with or without extensions, which are passed over. Throws BadChunk.
std::uint64_t parse_chunk_size(std::string_view line);

/// A host's bytes as a message may show them: cut at 200, control characters as \xNN.
std::string shown(std::string_view bytes);

}  // namespace porthole::http
