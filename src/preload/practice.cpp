// SPDX-License-Identifier: MIT
#include "preload/practice.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "preload/real.hpp"

namespace porthole::preload {
namespace {

std::array<char, 4096> path;

/// At the start: a program may change its environment or its working directory later.
__attribute__((constructor)) void remember_path() {
  PracticeMap::default_path(path);
}

constexpr std::array<unsigned char, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// An IPv4 address and port, found in a sockaddr_in or in an IPv4-mapped sockaddr_in6, and put back there.
struct Endpoint {
  std::uint32_t address = 0;
  std::uint16_t port = 0;

  bool read(const sockaddr* from, socklen_t length) {
    if (from == nullptr || length < sizeof(sockaddr_in)) return false;
    if (from->sa_family == AF_INET) {
      sockaddr_in inet{};
      std::memcpy(&inet, from, sizeof inet);
      address = ntohl(inet.sin_addr.s_addr);
      port = ntohs(inet.sin_port);
      return true;
    }
    if (from->sa_family != AF_INET6 || length < sizeof(sockaddr_in6)) return false;
    sockaddr_in6 inet{};
    std::memcpy(&inet, from, sizeof inet);
    if (!std::ranges::equal(mapped_prefix, std::span(inet.sin6_addr.s6_addr).first(12))) return false;
    std::memcpy(&address, inet.sin6_addr.s6_addr + 12, 4);
    address = ntohl(address);
    port = ntohs(inet.sin6_port);
    return true;
  }

  void write(sockaddr* to) const {
    const std::uint32_t network = htonl(address);
    if (to->sa_family == AF_INET) {
      sockaddr_in inet{};
      std::memcpy(&inet, to, sizeof inet);
      inet.sin_addr.s_addr = network;
      inet.sin_port = htons(port);
      std::memcpy(static_cast<void*>(to), &inet, sizeof inet);
    } else {
      sockaddr_in6 inet{};
      std::memcpy(&inet, to, sizeof inet);
      std::memcpy(inet.sin6_addr.s6_addr + 12, &network, 4);
      inet.sin6_port = htons(port);
      std::memcpy(static_cast<void*>(to), &inet, sizeof inet);
    }
  }
};

}  // namespace

PracticeMap practice_map() {
  PracticeMap map;
  const int saved = errno;
  if (path.front() != '\0') PracticeMap::load(path.data(), map);
  errno = saved;
  return map;
}

Dial dial(const sockaddr* address, socklen_t length) {
  Dial to;
  Endpoint wanted;
  if (!wanted.read(address, length) || !is_practice_address(wanted.address)) return to;
  const PracticeMap map = practice_map();
  if (map.at(wanted.address) == nullptr) {
    to.error = EHOSTUNREACH;
    return to;
  }
  const PracticeService* service = map.at(wanted.address, wanted.port);
  std::memcpy(&to.storage, address, std::min<std::size_t>(length, sizeof to.storage));
  Endpoint{INADDR_LOOPBACK, service == nullptr ? std::uint16_t{0} : service->target}.write(
      reinterpret_cast<sockaddr*>(&to.storage));
  to.translated = true;
  return to;
}

void show_practice(sockaddr* address, socklen_t capacity) {
  Endpoint peer;
  if (!peer.read(address, capacity) || peer.address != INADDR_LOOPBACK) return;
  const PracticeMap map = practice_map();
  if (const PracticeService* service = map.behind(peer.port))
    Endpoint{service->address, service->port}.write(address);
}

}  // namespace porthole::preload

/// How the command line tells that it already runs under the interposer.
PORTHOLE_INTERPOSE const int porthole_interposer;
const int porthole_interposer = 1;
