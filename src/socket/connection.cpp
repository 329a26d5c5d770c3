// SPDX-License-Identifier: MIT
#include "socket/connection.hpp"

#include <netinet/in.h>

#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

#include "socket/error.hpp"
#include "socket/names.hpp"

namespace porthole {
namespace {

Socket connect_one(const AddressInfo& info, Timeout timeout, const ConnectionOptions& options) {
  Socket socket(info.family, info.type, info.proto);
  socket.settimeout(timeout);
  if (options.source_address) socket.bind(*options.source_address);
  socket.connect(info.address);
  return socket;
}

}  // namespace

Socket create_connection(const Address& address, Timeout timeout, const ConnectionOptions& options) {
  std::vector<error> errors;
  std::exception_ptr last;  // keeps the class of the last failure, which matters to who catches it
  for (const AddressInfo& info : getaddrinfo(address.host(), address.port(), options.family, SOCK_STREAM)) {
    try {
      return connect_one(info, timeout, options);
    } catch (const error& failure) {
      errors.push_back(failure);
      last = std::current_exception();
    }
  }
  if (!last) throw error("getaddrinfo returns an empty list");
  if (options.all_errors) throw error_group(address.to_string(), std::move(errors));
  std::rethrow_exception(last);
}

Socket create_connection(const Address& address, const ConnectionOptions& options) {
  return create_connection(address, getdefaulttimeout(), options);
}

Socket create_server(const Address& address, const ServerOptions& options) {
  if (options.dualstack_ipv6 && options.family != AF_INET6) {
    throw std::invalid_argument("dualstack_ipv6 requires AF_INET6");
  }
  if (options.dualstack_ipv6 && !has_dualstack_ipv6()) {
    throw std::invalid_argument("dualstack_ipv6 not supported on this platform");
  }
  Socket socket(options.family, SOCK_STREAM);
  socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
#ifdef SO_REUSEPORT
  if (options.reuse_port) socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
#endif
  if (options.family == AF_INET6)
    socket.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, options.dualstack_ipv6 ? 0 : 1);
  socket.bind(address);
  socket.listen(options.backlog.value_or(default_backlog));
  return socket;
}

bool has_ipv6() {
  try {
    Socket socket(AF_INET6, SOCK_STREAM);
    return true;
  } catch (const error&) {
    return false;
  }
}

bool has_dualstack_ipv6() {
  try {
    Socket socket(AF_INET6, SOCK_STREAM);
    socket.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0);
    return true;
  } catch (const error&) {
    return false;
  }
}

}  // namespace porthole
