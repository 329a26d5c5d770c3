// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "protocols/http/response.hpp"
#include "protocols/urllib/errors.hpp"

namespace porthole::urllib {

/// Where an opened URL's bytes come from: what a scheme's handler makes.
class Body {
 public:
  Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  virtual ~Body() = default;

  /// What there is: how many bytes, 0 at the end.
  virtual std::size_t readinto(std::span<std::byte> memory) = 0;
  /// How many bytes are left, where that is known.
  [[nodiscard]] virtual std::optional<std::uint64_t> length() const { return std::nullopt; }
  virtual void close() noexcept = 0;
  /// What followed the body.
  [[nodiscard]] virtual const http::HTTPMessage& trailers() const;
};

/// What is known of an answer besides its body.
struct ResponseHead {
  /// Where it came from in the end, after redirects.
  std::string url;
  /// HTTP's status; 200 for schemes without one.
  int status = 200;
  std::string reason = "OK";
  /// 10 or 11; 0 for other schemes than http.
  int version = 0;
  http::HTTPMessage headers = {};
};

/// What an opened URL answers (Python's addinfourl): a head, and a body read as it comes.
class Response final : public http::ReadableBody {
 public:
  Response(ResponseHead head, std::unique_ptr<Body> body) : head_(std::move(head)), body_(std::move(body)) {}

  [[nodiscard]] const std::string& geturl() const { return head_.url; }
  [[nodiscard]] int status() const { return head_.status; }
  [[nodiscard]] const std::string& reason() const { return head_.reason; }
  [[nodiscard]] int version() const { return head_.version; }
  [[nodiscard]] const http::HTTPMessage& headers() const { return head_.headers; }
  [[nodiscard]] std::optional<std::string> getheader(std::string_view name) const {
    return head_.headers.joined(name);
  }
  [[nodiscard]] std::optional<std::uint64_t> length() const { return body_->length(); }
  [[nodiscard]] const http::HTTPMessage& trailers() const { return body_->trailers(); }

  std::size_t readinto(std::span<std::byte> memory) override { return body_->readinto(memory); }
  void close() noexcept override { body_->close(); }

 private:
  ResponseHead head_;
  std::unique_ptr<Body> body_;
};

/// A host answered with a status that is no success. The answer can be read: its body often says why.
class HTTPError : public URLError {
 public:
  HTTPError(const std::string& what, Response response)
      : URLError(what), response_(std::make_shared<Response>(std::move(response))) {}

  [[nodiscard]] int code() const { return response_->status(); }
  [[nodiscard]] const std::string& reason() const { return response_->reason(); }
  [[nodiscard]] const std::string& url() const { return response_->geturl(); }
  [[nodiscard]] const http::HTTPMessage& headers() const { return response_->headers(); }
  [[nodiscard]] Response& response() const { return *response_; }
  std::string read() const { return response_->read(); }

 private:
  std::shared_ptr<Response> response_;
};

}  // namespace porthole::urllib
