// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::imaplib {

/// One whole response as it came, its last line end left out. Each literal stands behind its `{n}` CR LF,
/// except those that went to a sink.
struct Raw {
  struct Streamed {
    /// Where in `wire` the bytes would begin.
    std::size_t offset;
    std::uint64_t size;
  };
  std::string wire;
  std::vector<Streamed> streamed;
};

/// Cuts what a server sends into responses, which end with a line that announces no literal (RFC 3501
/// section 7). It may be fed in pieces of any size, and keeps at most what its limits say; nothing is
/// allocated for what is only announced.
class Reader {
 public:
  /// Between two literals, line ends not counted. SEARCH answers on one line.
  static constexpr std::size_t max_line = std::size_t{1024} * 1024;
  /// One literal that is kept in memory.
  static constexpr std::uint64_t max_literal = std::uint64_t{64} * 1024 * 1024;
  /// A response with all its literals.
  static constexpr std::size_t max_response = std::size_t{80} * 1024 * 1024;

  /// Literals within one response.
  static constexpr std::size_t max_literals = 10'000;

  using Sink = std::function<void(std::string_view part)>;

  /// From now on the literals of FETCH responses go to the sink, which are refused above `most` bytes; an
  /// empty sink ends that.
  void stream_literals(Sink sink, std::uint64_t most);

  /// Takes from the front of `bytes` until a response is whole. Throws LimitError, and error for a NUL in a
  /// line.
  std::optional<Raw> feed(std::string_view& bytes);

 private:
  void take_line(std::string_view& bytes);
  void take_literal(std::string_view& bytes);
  /// A line has ended: whether the response has.
  bool end_line();
  [[nodiscard]] bool may_announce(std::string_view line) const;

  Raw raw_;
  Sink sink_;
  std::uint64_t most_streamed_ = 0;
  std::size_t line_start_ = 0;
  std::uint64_t literal_left_ = 0;
  std::size_t literals_ = 0;
  bool streaming_ = false;
  bool whole_ = false;
};

/// What a line's ending announces, `{5}`, `{5+}` or `~{5}`: the size; nothing without one. A size that no
/// 63-bit number holds is LimitError.
std::optional<std::uint64_t> announced_literal(std::string_view line);

}  // namespace porthole::imaplib
