// SPDX-License-Identifier: MIT
#pragma once

#include "protocols/stream/stream.hpp"
#include "socket/socket_object.hpp"

namespace porthole {

/// A Stream that is a plain socket.
class SocketStream : public Stream {
 public:
  explicit SocketStream(Socket socket) : socket_(std::move(socket)) {}

  std::size_t recv_into(std::span<std::byte> buffer) override { return socket_.recv_into(buffer); }
  void sendall(Bytes data) override { socket_.sendall(data); }
  void shutdown_send() override { socket_.shutdown(SHUT_WR); }
  void close() override { socket_.close(); }
  void settimeout(Timeout value) override { socket_.settimeout(value); }
  [[nodiscard]] Timeout gettimeout() const override { return socket_.gettimeout(); }
  [[nodiscard]] Address getpeername() const override { return socket_.getpeername(); }
  [[nodiscard]] Address getsockname() const override { return socket_.getsockname(); }
  [[nodiscard]] int fileno() const override { return socket_.fileno(); }

  [[nodiscard]] Socket& socket() { return socket_; }

 private:
  Socket socket_;
};

}  // namespace porthole
