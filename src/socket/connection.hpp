// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "socket/socket_object.hpp"

namespace porthole {

/// What create_connection() takes besides the address.
struct ConnectionOptions {
  std::optional<Address> source_address = {};  ///< bind to it before connecting
  bool all_errors = false;  ///< throw error_group with every address's error, not only the last
  int family = AF_UNSPEC;   ///< only addresses of this family (Python has no such choice)
};

/// Connects a TCP socket to a host by name or number: every address the name has is tried in order, each with
/// the whole timeout (getdefaulttimeout() unless given), until one answers. Throws the last address's error,
/// gaierror for a name that does not resolve.
Socket create_connection(const Address& address, const ConnectionOptions& options = {});
Socket create_connection(const Address& address, Timeout timeout, const ConnectionOptions& options = {});
Socket create_connection(const Address& address, Seconds auto timeout,
                         const ConnectionOptions& options = {}) {
  return create_connection(address, seconds(static_cast<double>(timeout)), options);
}

/// What create_server() takes besides the address.
struct ServerOptions {
  int family = AF_INET;
  std::optional<int> backlog = {};
  bool reuse_port = false;
  bool dualstack_ipv6 = false;  ///< with AF_INET6: take IPv4 connections too
};

/// A TCP socket that is bound and listens. It sets SO_REUSEADDR, and IPV6_V6ONLY unless dual-stack was asked
/// for. A failed bind names the address.
Socket create_server(const Address& address, const ServerOptions& options = {});

/// Whether this program can make IPv6 sockets, and sockets that serve IPv6 and IPv4 at once.
bool has_ipv6();
bool has_dualstack_ipv6();

}  // namespace porthole
