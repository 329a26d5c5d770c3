// SPDX-License-Identifier: MIT
#include "socket/names.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "socket/error.hpp"
#include "socket/os.hpp"

namespace porthole {
namespace {

Address address_of(const addrinfo& info) {
  SystemAddress system;
  std::memcpy(&system.storage, info.ai_addr, info.ai_addrlen);
  system.size = info.ai_addrlen;
  return from_system(system);
}

std::tuple<std::string, std::vector<std::string>, std::vector<std::string>> names_of(const hostent& entry) {
  std::vector<std::string> aliases, addresses;
  for (char** alias = entry.h_aliases; alias != nullptr && *alias != nullptr; ++alias)
    aliases.emplace_back(*alias);
  for (char** address = entry.h_addr_list; address != nullptr && *address != nullptr; ++address) {
    addresses.push_back(inet_ntop(entry.h_addrtype, {*address, static_cast<std::size_t>(entry.h_length)}));
  }
  return {entry.h_name, aliases, addresses};
}

const char* or_null(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

}  // namespace

AddressList look_up(const std::string* host, const std::string& service, const addrinfo& hints,
                    std::string_view call, std::string_view target) {
  const std::string encoded = host != nullptr ? encode_unless_ascii(*host) : std::string();
  addrinfo* list = nullptr;
  const int code =
      PORTHOLE_OS(getaddrinfo)(host != nullptr ? encoded.c_str() : nullptr, or_null(service), &hints, &list);
  if (code == EAI_SYSTEM) throw_error(errno, call, target);
  if (code != 0) throw gaierror(code, call, target);
  return AddressList(list);
}

std::vector<AddressInfo> getaddrinfo(const std::optional<std::string>& host, const Service& service,
                                     int family, int type, int proto, int flags) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = type;
  hints.ai_protocol = proto;
  hints.ai_flags = flags;
  const std::string text = service.text().value_or("");
  if (text.find('\0') != std::string::npos) throw std::invalid_argument("embedded null character");
  const std::string name = encode_host(host.value_or(""));
  const AddressList list = look_up(host ? &name : nullptr, text, hints, "getaddrinfo", host.value_or(text));
  std::vector<AddressInfo> answers;
  for (const addrinfo* info = list.get(); info != nullptr; info = info->ai_next) {
    answers.push_back({info->ai_family, info->ai_socktype, info->ai_protocol,
                       info->ai_canonname != nullptr ? info->ai_canonname : "", address_of(*info)});
  }
  return answers;
}

std::pair<std::string, std::string> getnameinfo(const Address& address, int flags) {
  if (address.is_path() || address.empty()) {
    throw std::invalid_argument("getnameinfo(): address must be {host, port}");
  }
  if (address.flowinfo() > 0xfffff) throw std::overflow_error("getnameinfo(): flowinfo must be 0-1048575.");
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST;
  const AddressList list =
      look_up(&address.host(), std::to_string(address.port()), hints, "getnameinfo", address.to_string());
  if (list->ai_family == AF_INET6) {
    auto* in6 = reinterpret_cast<sockaddr_in6*>(list->ai_addr);
    in6->sin6_flowinfo = htonl(address.flowinfo());
    in6->sin6_scope_id = address.scope_id();
  }
  char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "";
  const int code = PORTHOLE_OS(getnameinfo)(list->ai_addr, list->ai_addrlen, host, sizeof host, service,
                                            sizeof service, flags);
  if (code == EAI_SYSTEM) throw_error(errno, "getnameinfo", address.to_string());
  if (code != 0) throw gaierror(code, "getnameinfo", address.to_string());
  return {host, service};
}

std::string gethostbyname(const std::string& host) {
  encode_host(host);  // unlike connect() it looks at the labels of a name in ASCII too
  return from_system(to_system({host, 0}, AF_INET, "gethostbyname")).host();
}

std::tuple<std::string, std::vector<std::string>, std::vector<std::string>> gethostbyname_ex(
    const std::string& host) {
  const std::string name = encode_host(host);
  to_system({host, 0}, AF_INET, "gethostbyname_ex");  // says more of a failure than the call below
  const hostent* entry = PORTHOLE_OS(gethostbyname)(name.c_str());
  if (entry == nullptr) throw herror(h_errno, "gethostbyname_ex", host);
  return names_of(*entry);
}

std::tuple<std::string, std::vector<std::string>, std::vector<std::string>> gethostbyaddr(
    const std::string& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  const std::string name = encode_host(address);
  const AddressList list = look_up(&name, {}, hints, "gethostbyaddr", address);
  const void* packed =
      list->ai_family == AF_INET
          ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(list->ai_addr)->sin_addr)
          : &reinterpret_cast<sockaddr_in6*>(list->ai_addr)->sin6_addr;
  const socklen_t size = list->ai_family == AF_INET ? 4 : 16;
  const hostent* entry = PORTHOLE_OS(gethostbyaddr)(packed, size, list->ai_family);
  if (entry == nullptr) throw herror(h_errno, "gethostbyaddr", address);
  return names_of(*entry);
}

int getservbyname(const std::string& service, const std::string& proto) {
  const servent* entry = PORTHOLE_OS(getservbyname)(service.c_str(), or_null(proto));
  if (entry == nullptr) throw error("service/proto not found");
  return ntohs(static_cast<std::uint16_t>(entry->s_port));
}

std::string getservbyport(int port, const std::string& proto) {
  if (port < 0 || port > 0xffff) throw std::overflow_error("getservbyport: port must be 0-65535.");
  const servent* entry = PORTHOLE_OS(getservbyport)(htons(static_cast<std::uint16_t>(port)), or_null(proto));
  if (entry == nullptr) throw error("port/proto not found");
  return entry->s_name;
}

int getprotobyname(const std::string& proto) {
  const protoent* entry = PORTHOLE_OS(getprotobyname)(proto.c_str());
  if (entry == nullptr) throw error("protocol not found");
  return entry->p_proto;
}

std::string gethostname() {
  char name[256] = "";
  if (PORTHOLE_OS(gethostname)(name, sizeof name - 1) != 0) throw_error(errno, "gethostname");
  return name;
}

std::string getfqdn(const std::string& name) {
  std::string host = name.empty() || name == "0.0.0.0" ? gethostname() : name;
  try {
    auto [canonical, aliases, addresses] = gethostbyaddr(host);
    aliases.insert(aliases.begin(), canonical);
    for (const std::string& alias : aliases) {
      if (alias.find('.') != std::string::npos) return alias;
    }
    return canonical;
  } catch (const error&) {
    return host;
  }
}

std::string inet_pton(int family, const std::string& text) {
  char packed[16];
  if (family != AF_INET && family != AF_INET6) throw_error(EAFNOSUPPORT, "inet_pton", text);
  if (text.find('\0') != std::string::npos || ::inet_pton(family, text.c_str(), packed) != 1) {
    throw error("illegal IP address string passed to inet_pton");
  }
  return {packed, family == AF_INET ? 4U : 16U};
}

std::string inet_ntop(int family, std::string_view packed) {
  if (family != AF_INET && family != AF_INET6) {
    throw std::invalid_argument("unknown address family " + std::to_string(family));
  }
  if (packed.size() != (family == AF_INET ? 4 : 16)) {
    throw std::invalid_argument("invalid length of packed IP address string");
  }
  char text[INET6_ADDRSTRLEN];
  return ::inet_ntop(family, packed.data(), text, sizeof text);
}

std::string inet_aton(const std::string& text) {
  in_addr address{};
  if (text.find('\0') != std::string::npos || ::inet_aton(text.c_str(), &address) == 0) {
    throw error("illegal IP address string passed to inet_aton");
  }
  return {reinterpret_cast<const char*>(&address), sizeof address};
}

std::string inet_ntoa(std::string_view packed) {
  if (packed.size() != 4) throw error("packed IP wrong length for inet_ntoa");
  return inet_ntop(AF_INET, packed);
}

}  // namespace porthole
