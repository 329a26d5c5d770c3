// SPDX-License-Identifier: MIT
#include "protocols/http/response.hpp"

#include <utility>

#include "protocols/http/errors.hpp"

namespace porthole::http {

HTTPResponse::HTTPResponse(std::shared_ptr<Wire> wire, Head head, const Framing& framing)
    : wire_(std::move(wire)), head_(std::move(head)), framing_(framing), body_(framing) {
  wire_->busy = true;
  if (body_.done()) finish();
}

HTTPResponse::HTTPResponse(HTTPResponse&& other) noexcept = default;

HTTPResponse& HTTPResponse::operator=(HTTPResponse&& other) noexcept {
  if (this == &other) return *this;
  close();
  wire_ = std::move(other.wire_);
  head_ = std::move(other.head_);
  framing_ = other.framing_;
  body_ = std::move(other.body_);
  return *this;
}

HTTPResponse::~HTTPResponse() {
  close();
}

/// Gives the connection back where it can go on, else ends it.
void HTTPResponse::finish() {
  wire_->busy = false;
  if (!framing_.keep_alive) wire_->channel.close();
  wire_.reset();
}

void HTTPResponse::close() noexcept {
  const std::shared_ptr<Wire> wire = std::move(wire_);
  wire_.reset();
  if (!wire) return;
  wire->busy = false;
  try {
    wire->channel.close();
  } catch (const std::exception&) {
    return;  // the system has its descriptor back all the same
  }
}

std::optional<std::string> HTTPResponse::getheader(std::string_view name) const {
  return head_.headers.joined(name);
}

std::string HTTPResponse::getheader(std::string_view name, std::string_view otherwise) const {
  return getheader(name).value_or(std::string(otherwise));
}

std::size_t HTTPResponse::readinto(std::span<std::byte> memory) {
  if (!wire_ || memory.empty()) return 0;
  try {
    const std::size_t count = body_.read_into(wire_->channel, memory);
    if (body_.done()) finish();
    return count;
  } catch (...) {
    close();
    throw;
  }
}

std::string HTTPResponse::read1(std::size_t size) {
  std::string data(std::min(size, Channel::buffer_size), '\0');
  data.resize(readinto(std::as_writable_bytes(std::span(data))));
  return data;
}

}  // namespace porthole::http
