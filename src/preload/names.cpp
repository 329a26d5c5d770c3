// SPDX-License-Identifier: MIT
// Names: practice names are answered from the practice map, every other name by the system's resolver.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cstdlib>
#include <cstring>

#include "preload/call.hpp"
#include "preload/practice.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole;
using namespace porthole::preload;

Real<int(const char*, const char*, const addrinfo*, addrinfo**)> real_getaddrinfo("getaddrinfo");
Real<int(const sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t, int)> real_getnameinfo(
    "getnameinfo");
Real<hostent*(const char*, int)> real_gethostbyname2("gethostbyname2");
Real<int(const char*, int, hostent*, char*, size_t, hostent**, int*)> real_gethostbyname2_r(
    "gethostbyname2_r");

/// The address of a practice host as text, for the system's own functions to make their structures from.
bool numeric_address(const char* name, std::span<char> numeric) {
  const PracticeMap map = practice_map();
  const PracticeService* service = map.named(name);
  if (service == nullptr) return false;
  const in_addr address{htonl(service->address)};
  return inet_ntop(AF_INET, &address, numeric.data(), static_cast<socklen_t>(numeric.size())) != nullptr;
}

int look_up(const char* node, const char* service, const addrinfo* hints, addrinfo** found) {
  if (node == nullptr || !is_practice_name(node) ||
      (hints != nullptr && (hints->ai_flags & AI_NUMERICHOST) != 0))
    return real_getaddrinfo(node, service, hints, found);
  std::array<char, INET_ADDRSTRLEN> numeric{};
  if (!numeric_address(node, numeric)) return EAI_NONAME;
  const int code = real_getaddrinfo(numeric.data(), service, hints, found);
  if (code == EAI_ADDRFAMILY) return EAI_NODATA;  // what a name with only IPv4 addresses gives for AF_INET6
  if (code == 0 && (*found)->ai_canonname != nullptr) {
    std::free((*found)->ai_canonname);
    (*found)->ai_canonname = strdup(node);
  }
  return code;
}

const PracticeService* practice_host(const PracticeMap& map, const sockaddr* address, socklen_t length,
                                     bool& ours) {
  ours = address != nullptr && address->sa_family == AF_INET && length >= sizeof(sockaddr_in);
  if (!ours) return nullptr;
  sockaddr_in inet{};
  std::memcpy(&inet, address, sizeof inet);
  ours = is_practice_address(ntohl(inet.sin_addr.s_addr));
  return map.at(ntohl(inet.sin_addr.s_addr));
}

thread_local char last_name[256] __attribute__((tls_model("initial-exec")));

/// The entry's name in memory of ours: the entry itself belongs to the C library.
void rename_entry(hostent* entry, const char* name) {
  std::strncpy(last_name, name, sizeof last_name - 1);
  entry->h_name = last_name;
}

void add_found(Text& text, const addrinfo* found) {
  text.add('[');
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    if (entry != found) text.add(", ");
    add_address(text, entry->ai_addr, entry->ai_addrlen);
  }
  text.add(']');
}

void add_host(Call& call, const hostent* entry) {
  std::array<char, INET6_ADDRSTRLEN> numeric{};
  if (entry == nullptr || entry->h_addr_list[0] == nullptr) {
    call.result(-1);
    return;
  }
  inet_ntop(entry->h_addrtype, entry->h_addr_list[0], numeric.data(), numeric.size());
  call.result(0).after().add(std::string_view(numeric.data()));
}

}  // namespace

PORTHOLE_INTERPOSE int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                                   addrinfo** found) {
  Call call;
  const int code = look_up(node, service, hints, found);
  if (call.returned()) {
    call.begin("getaddrinfo").quoted(node).quoted(service);
    if (hints == nullptr)
      call.word("NULL");
    else
      add_socket_type(call.word(family_name(hints->ai_family)).argument(), hints->ai_socktype);
    call.name_result(code);
    if (code == 0) add_found(call.after(), *found);
  }
  return code;
}

PORTHOLE_INTERPOSE int getnameinfo(const sockaddr* address, socklen_t length, char* host, socklen_t host_size,
                                   char* service, socklen_t service_size, int flags) {
  Call call;
  const PracticeMap map = practice_map();
  bool ours = false;
  const PracticeService* practice = practice_host(map, address, length, ours);
  int code = 0;
  if (!ours || host == nullptr || host_size == 0 || (flags & NI_NUMERICHOST) != 0) {
    code = real_getnameinfo(address, length, host, host_size, service, service_size, flags);
  } else if (practice == nullptr) {
    code = (flags & NI_NAMEREQD) != 0 ? EAI_NONAME
                                      : real_getnameinfo(address, length, host, host_size, service,
                                                         service_size, flags | NI_NUMERICHOST);
  } else if (practice->host().size() >= host_size) {
    code = EAI_OVERFLOW;
  } else {
    std::memcpy(host, practice->name.data(), practice->host().size() + 1);
    if (service != nullptr && service_size > 0)
      code = real_getnameinfo(address, length, nullptr, 0, service, service_size, flags & ~NI_NAMEREQD);
  }
  if (call.returned()) {
    call.begin("getnameinfo").address(address, length).number(flags).name_result(code);
    if (code == 0 && host != nullptr) call.after().add(std::string_view(host));
    if (code == 0 && service != nullptr) call.after().add(std::string_view(service));
  }
  return code;
}

PORTHOLE_INTERPOSE hostent* gethostbyname2(const char* name, int family) {
  Call call;
  hostent* entry = nullptr;
  std::array<char, INET_ADDRSTRLEN> numeric{};
  if (!is_practice_name(name)) {
    entry = real_gethostbyname2(name, family);
  } else if (family != AF_INET || !numeric_address(name, numeric)) {
    h_errno = family == AF_INET ? HOST_NOT_FOUND : NO_DATA;
  } else {
    entry = real_gethostbyname2(numeric.data(), family);
    if (entry != nullptr) rename_entry(entry, name);
  }
  if (call.returned()) add_host(call.begin("gethostbyname").quoted(name).word(family_name(family)), entry);
  return entry;
}

PORTHOLE_INTERPOSE hostent* gethostbyname(const char* name) {
  return gethostbyname2(name, AF_INET);
}

PORTHOLE_INTERPOSE int gethostbyname2_r(const char* name, int family, hostent* entry, char* buffer,
                                        size_t size, hostent** result, int* error) {
  Call call;
  int code = 0;
  std::array<char, INET_ADDRSTRLEN> numeric{};
  if (!is_practice_name(name)) {
    code = real_gethostbyname2_r(name, family, entry, buffer, size, result, error);
  } else if (family != AF_INET || !numeric_address(name, numeric)) {
    *result = nullptr;
    *error = family == AF_INET ? HOST_NOT_FOUND : NO_DATA;
  } else {
    code = real_gethostbyname2_r(numeric.data(), family, entry, buffer, size, result, error);
    if (code == 0 && *result != nullptr) rename_entry(*result, name);
  }
  if (call.returned())
    add_host(call.begin("gethostbyname_r").quoted(name).word(family_name(family)), *result);
  return code;
}

PORTHOLE_INTERPOSE int gethostbyname_r(const char* name, hostent* entry, char* buffer, size_t size,
                                       hostent** result, int* error) {
  return gethostbyname2_r(name, AF_INET, entry, buffer, size, result, error);
}
