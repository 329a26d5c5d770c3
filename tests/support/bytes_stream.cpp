// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include "socket/error.hpp"
#include "support/script.hpp"

namespace porthole::test {
namespace {

constexpr std::string_view separator = "\xff\xfe\xfd\xfc";

class BytesStream : public Stream {
 public:
  explicit BytesStream(std::string bytes) : bytes_(std::move(bytes)) {}

  std::size_t recv_into(std::span<std::byte> buffer) override {
    const std::size_t left = bytes_.size() - next_;
    // Pieces whose size the bytes themselves decide, so that a finding can be played again.
    const std::size_t piece = left == 0 ? 0 : 1 + static_cast<unsigned char>(bytes_[next_]) % 16;
    const std::size_t count = std::min({left, piece, buffer.size()});
    std::memcpy(buffer.data(), bytes_.data() + next_, count);
    next_ += count;
    return count;
  }
  void sendall(Bytes /*data*/) override {}
  void shutdown_send() override {}
  void close() override {}
  void settimeout(Timeout value) override { timeout_ = value; }
  [[nodiscard]] Timeout gettimeout() const override { return timeout_; }
  [[nodiscard]] Address getpeername() const override { return {"192.0.2.2", 1}; }
  [[nodiscard]] Address getsockname() const override { return {"192.0.2.1", 2}; }
  [[nodiscard]] int fileno() const override { return -1; }

 private:
  std::string bytes_;
  std::size_t next_ = 0;
  Timeout timeout_;
};

class BytesNetwork : public Network {
 public:
  explicit BytesNetwork(std::string bytes) : bytes_(std::move(bytes)) {}

  std::unique_ptr<Stream> connect(const Address& address, Timeout /*timeout*/) override {
    if (used_ && bytes_.empty()) throw_error(ECONNREFUSED, "connect", address.to_string());
    used_ = true;
    const std::size_t end = bytes_.find(separator);
    std::string part = bytes_.substr(0, end);
    bytes_.erase(0, end == std::string::npos ? end : end + separator.size());
    return bytes_stream(std::move(part));
  }

  std::unique_ptr<Listener> listen(const Address& address) override {
    throw_error(EOPNOTSUPP, "listen", address.to_string());
  }

 private:
  std::string bytes_;
  bool used_ = false;
};

}  // namespace

std::unique_ptr<Stream> bytes_stream(std::string bytes) {
  return std::make_unique<BytesStream>(std::move(bytes));
}

std::unique_ptr<Network> bytes_network(std::string bytes) {
  return std::make_unique<BytesNetwork>(std::move(bytes));
}

}  // namespace porthole::test
