// SPDX-License-Identifier: MIT
#include "protocols/stream/network.hpp"

#include "protocols/stream/socket_stream.hpp"
#include "socket/connection.hpp"
#include "socket/error.hpp"

namespace porthole {
namespace {

class SocketListener : public Listener {
 public:
  explicit SocketListener(Socket socket) : socket_(std::move(socket)) {}

  [[nodiscard]] Address getsockname() const override { return socket_.getsockname(); }

  std::unique_ptr<Stream> accept(Timeout timeout) override {
    socket_.settimeout(timeout);
    Socket accepted = socket_.accept().first;
    accepted.settimeout(timeout);
    return std::make_unique<SocketStream>(std::move(accepted));
  }

 private:
  Socket socket_;
};

}  // namespace

std::unique_ptr<Stream> SocketNetwork::connect(const Address& address, Timeout timeout) {
  // A failure names what was asked for, not the last of the addresses that it stood for.
  const std::string target = address.to_string();
  try {
    Socket socket = create_connection(address, timeout, {.family = family_});
    // A byte sent as urgent (Telnet and FTP hosts do) belongs to the stream, at its place.
    socket.setsockopt(SOL_SOCKET, SO_OOBINLINE, 1);
    return std::make_unique<SocketStream>(std::move(socket));
  } catch (const gaierror&) {
    throw;
  } catch (const error& failure) {
    if (failure.number() == 0) throw porthole::timeout("connect", target);
    throw_error(failure.number(), failure.call(), target);
  }
}

std::unique_ptr<Listener> SocketNetwork::listen(const Address& address) {
  const int family = address.host().find(':') == std::string::npos ? AF_INET : AF_INET6;
  return std::make_unique<SocketListener>(create_server(address, {.family = family, .backlog = 1}));
}

Network& default_network() {
  static SocketNetwork network;
  return network;
}

}  // namespace porthole
