// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "hosts/web/request.hpp"

namespace porthole::hosts {

/// How a request's body ends (RFC 9112 section 6.3): by its length, or in chunks.
struct BodyFraming {
  bool chunked = false;
  std::uint64_t length = 0;
  /// Not 0: the head contradicts itself or names a coding that is not known; answer so, and close.
  int refused = 0;
};

/// Refuses two lengths, a length beside a coding, and a coding in HTTP/1.0: two readers could take such a
/// message's end for different places (request smuggling).
BodyFraming body_framing(const HttpRequest& request);

/// Takes a request's body off the input, piece by piece, however the input is cut.
class BodyTaker {
 public:
  static constexpr std::size_t max_line = 1024;
  static constexpr std::size_t max_trailers = std::size_t{16} * 1024;

  explicit BodyTaker(const BodyFraming& framing);

  /// Hands on what there is of the body. Not 0: the input is no body; answer so, and close.
  int take(std::string& input, const std::function<void(std::string_view)>& use);
  [[nodiscard]] bool done() const { return step_ == Step::done; }

 private:
  enum class Step { data, size, end, trailers, done };

  int take_size(std::string_view line);

  bool chunked_;
  std::uint64_t left_;
  Step step_;
  std::size_t trailers_ = 0;
};

}  // namespace porthole::hosts
