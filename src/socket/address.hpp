// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace porthole {

/// A socket's address as Python has it: {host, port} for AF_INET, with flow label and scope for AF_INET6, or
/// the path of an AF_UNIX socket. It is only a value: host may be a name, and nothing is looked up before a
/// call needs it.
class Address {
 public:
  /// No address: what an unbound Unix socket or the sender of a TCP segment has.
  Address() = default;
  /// A host (name or number; "" is any, "<broadcast>" the broadcast address) and a port in host byte order.
  Address(std::string host, int port, std::uint32_t flowinfo = 0, std::uint32_t scope_id = 0);
  /// The path of an AF_UNIX socket; one that starts with NUL is a name in Linux's abstract namespace.
  explicit Address(std::string path);

  bool empty() const noexcept { return kind_ == Kind::none; }
  bool is_path() const noexcept { return kind_ == Kind::path; }
  const std::string& host() const noexcept { return text_; }
  const std::string& path() const noexcept { return text_; }
  int port() const noexcept { return port_; }
  std::uint32_t flowinfo() const noexcept { return flowinfo_; }
  std::uint32_t scope_id() const noexcept { return scope_id_; }

  /// "host:port", "[2001:db8::1]:80", or the path (an abstract one starts with @).
  std::string to_string() const;

  friend bool operator==(const Address&, const Address&) = default;
  friend auto operator<=>(const Address&, const Address&) = default;

 private:
  enum class Kind : std::uint8_t { none, inet, path };

  Kind kind_ = Kind::none;
  std::string text_;
  int port_ = 0;
  std::uint32_t flowinfo_ = 0;
  std::uint32_t scope_id_ = 0;
};

std::ostream& operator<<(std::ostream& stream, const Address& address);

/// An address as the system's calls take it.
struct SystemAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// Looks up the host where it is a name, and makes the system's form for this family. Throws gaierror for a
/// name that does not resolve, std::overflow_error for a port outside 0 to 65535, std::invalid_argument for
/// an address of another family's shape or with a NUL inside, error for a path that is too long.
SystemAddress to_system(const Address& address, int family, std::string_view call);

/// The value for an address that the system reported; empty where it has none.
Address from_system(const SystemAddress& address);

}  // namespace porthole
