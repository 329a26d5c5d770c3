// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "protocols/http/body.hpp"
#include "protocols/http/readable_body.hpp"

namespace porthole::http {

/// A connection that an HTTPConnection and the answer being read share.
struct Wire {
  Channel channel;
  /// An answer's body is still to be read.
  bool busy = false;
};

/// An answer: its head, and its body as it is read. Once the body is read to its end, the connection can
/// carry the next request; an answer that is closed, or destroyed, before that closes the connection. After
/// an error it is closed.
class HTTPResponse final : public ReadableBody {
 public:
  HTTPResponse(std::shared_ptr<Wire> wire, Head head, const Framing& framing);
  HTTPResponse(HTTPResponse&& other) noexcept;
  HTTPResponse& operator=(HTTPResponse&& other) noexcept;
  HTTPResponse(const HTTPResponse&) = delete;
  HTTPResponse& operator=(const HTTPResponse&) = delete;
  ~HTTPResponse();

  /// 10 or 11.
  [[nodiscard]] int version() const { return head_.status.version; }
  [[nodiscard]] int status() const { return head_.status.status; }
  [[nodiscard]] const std::string& reason() const { return head_.status.reason; }
  [[nodiscard]] const HTTPMessage& headers() const { return head_.headers; }
  /// All values of a header as one; the default where there is none.
  [[nodiscard]] std::optional<std::string> getheader(std::string_view name) const;
  [[nodiscard]] std::string getheader(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] const HeaderList& getheaders() const { return head_.headers.items(); }
  /// What followed a chunked body; complete once it is read.
  [[nodiscard]] const HTTPMessage& trailers() const { return body_.trailers(); }
  [[nodiscard]] bool chunked() const { return framing_.kind == Framing::Kind::chunked; }
  [[nodiscard]] bool will_close() const { return !framing_.keep_alive; }
  /// How many bytes are left of the body, where that is known.
  [[nodiscard]] std::optional<std::uint64_t> length() const { return body_.left(); }

  /// What there is: one receive at most. Empty at the end.
  std::string read1(std::size_t size = Channel::buffer_size);
  std::size_t readinto(std::span<std::byte> memory) override;
  void close() noexcept override;
  [[nodiscard]] bool isclosed() const { return !wire_; }

 private:
  void finish();

  std::shared_ptr<Wire> wire_;
  Head head_;
  Framing framing_;
  BodyReader body_;
};

}  // namespace porthole::http
