// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <memory>

#include "protocols/stream/stream.hpp"

namespace porthole {

/// Waits for one kind of caller: what FTP's active mode needs.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  [[nodiscard]] virtual Address getsockname() const = 0;
  /// The next connection. Throws porthole::timeout when none came in time.
  virtual std::unique_ptr<Stream> accept(Timeout timeout) = 0;
};

/// Where a client's streams come from.
class Network {
 public:
  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  virtual ~Network() = default;

  /// A stream to the first address of the host that answers (Python's create_connection): each is tried with
  /// the whole timeout, which the stream then keeps. Throws the last address's porthole::error, gaierror for
  /// a name that does not resolve.
  virtual std::unique_ptr<Stream> connect(const Address& address, Timeout timeout) = 0;

  /// Listens at an address; port 0 takes a free one.
  virtual std::unique_ptr<Listener> listen(const Address& address) = 0;
};

/// The network of this machine (in the page: of the tab and its gateway).
class SocketNetwork : public Network {
 public:
  /// Addresses of one family only, AF_INET or AF_INET6, or of any.
  explicit SocketNetwork(int family = AF_UNSPEC) : family_(family) {}

  std::unique_ptr<Stream> connect(const Address& address, Timeout timeout) override;
  std::unique_ptr<Listener> listen(const Address& address) override;

 private:
  int family_;
};

/// The network that clients use unless they are given another.
Network& default_network();

}  // namespace porthole
