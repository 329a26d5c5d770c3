// SPDX-License-Identifier: MIT
#pragma once

#include <netdb.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "socket/address.hpp"

namespace porthole {

/// One answer of getaddrinfo().
struct AddressInfo {
  int family;
  int type;
  int proto;
  std::string canonname;  ///< only in the first answer, and only with AI_CANONNAME
  Address address;
};

/// A service by name, by number, or none.
class Service {
 public:
  Service() = default;
  Service(int port) : text_(std::to_string(port)) {}
  Service(std::string name) : text_(std::move(name)) {}
  Service(const char* name) : text_(name) {}

  const std::optional<std::string>& text() const noexcept { return text_; }

 private:
  std::optional<std::string> text_;
};

/// The addresses of a host (none: the local one, or any with AI_PASSIVE) and service. Throws gaierror.
std::vector<AddressInfo> getaddrinfo(const std::optional<std::string>& host, const Service& service = {},
                                     int family = 0, int type = 0, int proto = 0, int flags = 0);

/// The host and service names of an address given by number; with NI_NUMERICHOST and NI_NUMERICSERV as
/// numbers.
std::pair<std::string, std::string> getnameinfo(const Address& address, int flags = 0);

/// The first IPv4 address of a host, as text. Throws gaierror.
std::string gethostbyname(const std::string& host);
/// Canonical name, other names, and all IPv4 addresses of a host.
std::tuple<std::string, std::vector<std::string>, std::vector<std::string>> gethostbyname_ex(
    const std::string& host);
/// The same from an address. Throws herror where it has no name.
std::tuple<std::string, std::vector<std::string>, std::vector<std::string>> gethostbyaddr(
    const std::string& address);

/// The port of a service, and the name of a port, from the system's table ("tcp", "udp", or either).
int getservbyname(const std::string& service, const std::string& proto = {});
std::string getservbyport(int port, const std::string& proto = {});
int getprotobyname(const std::string& proto);

/// This machine's name, and the same (or another) with its domain.
std::string gethostname();
std::string getfqdn(const std::string& name = {});

/// Addresses between text and packed bytes (4 or 16). Bad text: error "illegal IP address string passed to
/// inet_pton".
std::string inet_pton(int family, const std::string& text);
std::string inet_ntop(int family, std::string_view packed);
/// The same for IPv4, with the short forms that inet_aton() takes ("127.1").
std::string inet_aton(const std::string& text);
std::string inet_ntoa(std::string_view packed);

struct FreeAddressList {
  void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, FreeAddressList>;

/// The system's getaddrinfo() with the host encoded for the DNS and failures thrown: gaierror, or error for
/// EAI_SYSTEM.
AddressList look_up(const std::string* host, const std::string& service, const addrinfo& hints,
                    std::string_view call, std::string_view target);

/// A host's name as the DNS has it: each label other than ASCII by IDNA (RFC 3490), others as they are.
/// Throws std::invalid_argument for a NUL, bad UTF-8, and labels that are empty or longer than 63 bytes.
std::string encode_host(const std::string& host);
/// The same, but a name all in ASCII is left to the resolver, as Python's connect() does.
std::string encode_unless_ascii(const std::string& host);

}  // namespace porthole
