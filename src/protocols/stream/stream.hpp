// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "socket/address.hpp"
#include "socket/bytes.hpp"
#include "socket/timeout.hpp"

namespace porthole {

/// A connected stream of bytes both ways: a TCP socket now, the same under TLS one day, a script in tests.
/// Clients see nothing else of the network. Failures throw porthole::error, as Socket's do.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  /// Closes; never throws.
  virtual ~Stream() = default;

  /// Waits for bytes, at most the buffer's size: how many came, 0 at the end of the stream.
  virtual std::size_t recv_into(std::span<std::byte> buffer) = 0;
  /// Sends all; after an error it is not known how much went.
  virtual void sendall(Bytes data) = 0;
  /// Nothing more will be sent (SHUT_WR); receiving goes on.
  virtual void shutdown_send() = 0;
  /// Closing twice is fine.
  virtual void close() = 0;

  /// The limit in seconds for each call; none waits for ever.
  virtual void settimeout(Timeout value) = 0;
  [[nodiscard]] virtual Timeout gettimeout() const = 0;

  [[nodiscard]] virtual Address getpeername() const = 0;
  [[nodiscard]] virtual Address getsockname() const = 0;
  /// The descriptor for poll() and select(); -1 where there is none or it is closed.
  [[nodiscard]] virtual int fileno() const = 0;
};

}  // namespace porthole
