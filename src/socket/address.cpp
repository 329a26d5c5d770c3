// SPDX-License-Identifier: MIT
#include "socket/address.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <ostream>
#include <stdexcept>
#include <utility>

#include "socket/error.hpp"
#include "socket/names.hpp"
#include "socket/os.hpp"

namespace porthole {
namespace {

template <class Sockaddr>
Sockaddr& as(SystemAddress& address) {
  address.size = sizeof(Sockaddr);
  return *reinterpret_cast<Sockaddr*>(&address.storage);
}

void require_port(int port, std::string_view call) {
  if (port < 0 || port > 0xffff) throw std::overflow_error(std::string(call) + "(): port must be 0-65535.");
}

void require_inet(const Address& address, int family, std::string_view call) {
  if (address.is_path() || address.empty()) {
    throw std::invalid_argument(std::string(call) + "(): " + (family == AF_INET ? "AF_INET" : "AF_INET6") +
                                " address must be {host, port}");
  }
}

/// Fills in the host's address, leaving the port as it is.
void set_host(SystemAddress& result, const std::string& host, int family, int port, std::string_view call) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_DGRAM;  // one answer a name, whatever the type
  if (host.empty()) hints.ai_flags = AI_PASSIVE;
  const std::string target = host + ":" + std::to_string(port);
  if (host == "<broadcast>" || host == "255.255.255.255") {
    if (family != AF_INET) throw error("address family mismatched");
    as<sockaddr_in>(result).sin_addr.s_addr = htonl(INADDR_BROADCAST);
    return;
  }
  const AddressList list =
      look_up(host.empty() ? nullptr : &host, host.empty() ? "0" : "", hints, call, target);
  std::memcpy(&result.storage, list->ai_addr, list->ai_addrlen);
  result.size = list->ai_addrlen;
}

SystemAddress inet(const Address& address, std::string_view call) {
  SystemAddress result;
  require_inet(address, AF_INET, call);
  auto& in = as<sockaddr_in>(result);
  in.sin_family = AF_INET;
  if (::inet_pton(AF_INET, address.host().c_str(), &in.sin_addr) != 1 ||
      address.host().find('\0') != std::string::npos) {
    set_host(result, address.host(), AF_INET, address.port(), call);
  }
  require_port(address.port(), call);
  in.sin_family = AF_INET;
  in.sin_port = htons(static_cast<std::uint16_t>(address.port()));
  result.size = sizeof in;
  return result;
}

SystemAddress inet6(const Address& address, std::string_view call) {
  SystemAddress result;
  require_inet(address, AF_INET6, call);
  auto& in6 = as<sockaddr_in6>(result);
  if (::inet_pton(AF_INET6, address.host().c_str(), &in6.sin6_addr) != 1 ||
      address.host().find('\0') != std::string::npos) {
    set_host(result, address.host(), AF_INET6, address.port(), call);
  }
  require_port(address.port(), call);
  if (address.flowinfo() > 0xfffff)
    throw std::overflow_error(std::string(call) + "(): flowinfo must be 0-1048575.");
  in6.sin6_family = AF_INET6;
  in6.sin6_port = htons(static_cast<std::uint16_t>(address.port()));
  in6.sin6_flowinfo = htonl(address.flowinfo());
  if (address.scope_id() != 0) in6.sin6_scope_id = address.scope_id();
  result.size = sizeof in6;
  return result;
}

SystemAddress unix_path(const Address& address, std::string_view call) {
  if (!address.is_path())
    throw std::invalid_argument(std::string(call) + "(): AF_UNIX address must be a path");
  SystemAddress result;
  auto& un = as<sockaddr_un>(result);
  un.sun_family = AF_UNIX;
  const std::string& path = address.path();
  // The empty path lets Linux choose an abstract name. A path needs room for its NUL, an abstract name none.
  const bool abstract = path.empty() || path[0] == '\0';
  if (path.size() + (abstract ? 0 : 1) > sizeof un.sun_path) throw error("AF_UNIX path too long");
  if (!abstract && path.find('\0') != std::string::npos) throw std::invalid_argument("embedded null byte");
  std::memcpy(un.sun_path, path.data(), path.size());
  result.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (abstract ? 0 : 1));
  return result;
}

std::string number(int family, const void* address) {
  char text[INET6_ADDRSTRLEN] = "";
  ::inet_ntop(family, address, text, sizeof text);
  return text;
}

}  // namespace

Address::Address(std::string host, int port, std::uint32_t flowinfo, std::uint32_t scope_id)
    : kind_(Kind::inet), text_(std::move(host)), port_(port), flowinfo_(flowinfo), scope_id_(scope_id) {}

Address::Address(std::string path) : kind_(Kind::path), text_(std::move(path)) {}

std::string Address::to_string() const {
  switch (kind_) {
    case Kind::none:
      return {};
    case Kind::path:
      return !text_.empty() && text_[0] == '\0' ? "@" + text_.substr(1) : text_;
    case Kind::inet:
      break;
  }
  const bool v6 = text_.find(':') != std::string::npos;
  return (v6 ? "[" + text_ + "]" : text_) + ":" + std::to_string(port_);
}

std::ostream& operator<<(std::ostream& stream, const Address& address) {
  return stream << address.to_string();
}

SystemAddress to_system(const Address& address, int family, std::string_view call) {
  switch (family) {
    case AF_INET:
      return inet(address, call);
    case AF_INET6:
      return inet6(address, call);
    case AF_UNIX:
      return unix_path(address, call);
    default:
      throw error(std::string(call) + "(): bad family");
  }
}

Address from_system(const SystemAddress& address) {
  if (address.size == 0) return {};
  switch (address.storage.ss_family) {
    case AF_INET: {
      const auto& in = reinterpret_cast<const sockaddr_in&>(address.storage);
      return {number(AF_INET, &in.sin_addr), ntohs(in.sin_port)};
    }
    case AF_INET6: {
      const auto& in6 = reinterpret_cast<const sockaddr_in6&>(address.storage);
      return {number(AF_INET6, &in6.sin6_addr), ntohs(in6.sin6_port), ntohl(in6.sin6_flowinfo),
              in6.sin6_scope_id};
    }
    case AF_UNIX: {
      const auto& un = reinterpret_cast<const sockaddr_un&>(address.storage);
      const std::size_t size = address.size - offsetof(sockaddr_un, sun_path);
      if (address.size <= offsetof(sockaddr_un, sun_path)) return Address(std::string());
      if (un.sun_path[0] == '\0') return Address(std::string(un.sun_path, size));
      return Address(std::string(un.sun_path, ::strnlen(un.sun_path, size)));
    }
    default:
      return {};
  }
}

}  // namespace porthole
