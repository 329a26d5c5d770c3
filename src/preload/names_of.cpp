// SPDX-License-Identifier: MIT
// Constants and addresses in words, for the trace.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/un.h>

#include <algorithm>
#include <cstring>

#include "preload/text.hpp"

namespace porthole::preload {
namespace {

struct Name {
  int value;
  std::string_view name;
};

constexpr Name message_flags[] = {
    {MSG_OOB, "MSG_OOB"},
    {MSG_PEEK, "MSG_PEEK"},
    {MSG_DONTROUTE, "MSG_DONTROUTE"},
    {MSG_CTRUNC, "MSG_CTRUNC"},
    {MSG_TRUNC, "MSG_TRUNC"},
    {MSG_DONTWAIT, "MSG_DONTWAIT"},
    {MSG_EOR, "MSG_EOR"},
    {MSG_WAITALL, "MSG_WAITALL"},
    {MSG_NOSIGNAL, "MSG_NOSIGNAL"},
    {MSG_MORE, "MSG_MORE"},
    {MSG_FASTOPEN, "MSG_FASTOPEN"},
    {MSG_ERRQUEUE, "MSG_ERRQUEUE"},
    {MSG_CMSG_CLOEXEC, "MSG_CMSG_CLOEXEC"},
};
constexpr Name poll_events[] = {
    {POLLIN, "POLLIN"},         {POLLPRI, "POLLPRI"},       {POLLOUT, "POLLOUT"},
    {POLLERR, "POLLERR"},       {POLLHUP, "POLLHUP"},       {POLLNVAL, "POLLNVAL"},
    {POLLRDHUP, "POLLRDHUP"},   {POLLRDNORM, "POLLRDNORM"}, {POLLRDBAND, "POLLRDBAND"},
    {POLLWRNORM, "POLLWRNORM"}, {POLLWRBAND, "POLLWRBAND"},
};
constexpr Name families[] = {
    {AF_UNSPEC, "AF_UNSPEC"}, {AF_UNIX, "AF_UNIX"},       {AF_INET, "AF_INET"},
    {AF_INET6, "AF_INET6"},   {AF_NETLINK, "AF_NETLINK"}, {AF_PACKET, "AF_PACKET"},
};
constexpr Name types[] = {
    {SOCK_STREAM, "SOCK_STREAM"},
    {SOCK_DGRAM, "SOCK_DGRAM"},
    {SOCK_RAW, "SOCK_RAW"},
    {SOCK_SEQPACKET, "SOCK_SEQPACKET"},
};
constexpr Name type_flags[] = {{SOCK_NONBLOCK, "SOCK_NONBLOCK"}, {SOCK_CLOEXEC, "SOCK_CLOEXEC"}};
constexpr Name levels[] = {
    {SOL_SOCKET, "SOL_SOCKET"},
    {IPPROTO_TCP, "IPPROTO_TCP"},
    {IPPROTO_IP, "IPPROTO_IP"},
    {IPPROTO_IPV6, "IPPROTO_IPV6"},
};
constexpr Name socket_options[] = {
    {SO_REUSEADDR, "SO_REUSEADDR"}, {SO_REUSEPORT, "SO_REUSEPORT"},   {SO_ERROR, "SO_ERROR"},
    {SO_TYPE, "SO_TYPE"},           {SO_DOMAIN, "SO_DOMAIN"},         {SO_PROTOCOL, "SO_PROTOCOL"},
    {SO_BROADCAST, "SO_BROADCAST"}, {SO_SNDBUF, "SO_SNDBUF"},         {SO_RCVBUF, "SO_RCVBUF"},
    {SO_KEEPALIVE, "SO_KEEPALIVE"}, {SO_LINGER, "SO_LINGER"},         {SO_RCVTIMEO, "SO_RCVTIMEO"},
    {SO_SNDTIMEO, "SO_SNDTIMEO"},   {SO_ACCEPTCONN, "SO_ACCEPTCONN"}, {SO_OOBINLINE, "SO_OOBINLINE"},
};
constexpr Name tcp_options[] = {
    {TCP_NODELAY, "TCP_NODELAY"},   {TCP_MAXSEG, "TCP_MAXSEG"},       {TCP_CORK, "TCP_CORK"},
    {TCP_KEEPIDLE, "TCP_KEEPIDLE"}, {TCP_KEEPINTVL, "TCP_KEEPINTVL"}, {TCP_KEEPCNT, "TCP_KEEPCNT"},
    {TCP_QUICKACK, "TCP_QUICKACK"}, {TCP_INFO, "TCP_INFO"},           {TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT"},
    {TCP_FASTOPEN, "TCP_FASTOPEN"},
};
constexpr Name ip_options[] = {
    {IP_TOS, "IP_TOS"},
    {IP_TTL, "IP_TTL"},
    {IP_MULTICAST_TTL, "IP_MULTICAST_TTL"},
    {IP_MULTICAST_LOOP, "IP_MULTICAST_LOOP"},
    {IP_ADD_MEMBERSHIP, "IP_ADD_MEMBERSHIP"},
    {IP_RECVERR, "IP_RECVERR"},
};
constexpr Name ipv6_options[] = {{IPV6_V6ONLY, "IPV6_V6ONLY"}, {IPV6_UNICAST_HOPS, "IPV6_UNICAST_HOPS"}};

std::string_view find(std::span<const Name> names, int value) {
  const auto found = std::ranges::find(names, value, &Name::value);
  return found == names.end() ? std::string_view() : found->name;
}

void add_flags(Text& text, std::span<const Name> names, int flags, bool first = true) {
  if (flags == 0 && first) text.add('0');
  for (const Name& name : names) {
    if ((flags & name.value) == 0) continue;
    if (!first) text.add('|');
    text.add(name.name);
    flags &= ~name.value;
    first = false;
  }
  if (flags == 0) return;
  if (!first) text.add('|');
  text.add("0x").padded(static_cast<unsigned>(flags), 1, '0', 16);
}

void add_path(Text& text, const sockaddr_un& address, socklen_t length) {
  const std::size_t size = std::min<std::size_t>(length, sizeof address) - offsetof(sockaddr_un, sun_path);
  std::string_view path(address.sun_path, size);
  if (path.empty())
    text.add("unnamed");
  else if (path.front() == '\0')
    text.add('@').add(path.substr(1));
  else
    text.add(path.substr(0, path.find('\0')));
}

}  // namespace

void add_message_flags(Text& text, int flags) {
  add_flags(text, message_flags, flags);
}
void add_poll_events(Text& text, short events) {
  add_flags(text, poll_events, events);
}

void add_socket_type(Text& text, int type) {
  const int flags = type & (SOCK_NONBLOCK | SOCK_CLOEXEC);
  const std::string_view name = find(types, type & ~flags);
  if (name.empty())
    text.add(type & ~flags);
  else
    text.add(name);
  if (flags != 0) add_flags(text, type_flags, flags, false);
}

std::string_view family_name(int family) {
  return find(families, family);
}
std::string_view option_level_name(int level) {
  return find(levels, level);
}

std::string_view option_name(int level, int option) {
  switch (level) {
    case SOL_SOCKET:
      return find(socket_options, option);
    case IPPROTO_TCP:
      return find(tcp_options, option);
    case IPPROTO_IP:
      return find(ip_options, option);
    case IPPROTO_IPV6:
      return find(ipv6_options, option);
    default:
      return {};
  }
}

void add_address(Text& text, const sockaddr* address, socklen_t length) {
  std::array<char, INET6_ADDRSTRLEN> numeric{};
  if (address == nullptr) {
    text.add("NULL");
  } else if (address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in inet{};
    std::memcpy(&inet, address, sizeof inet);
    inet_ntop(AF_INET, &inet.sin_addr, numeric.data(), numeric.size());
    text.add(std::string_view(numeric.data())).add(':').add(ntohs(inet.sin_port));
  } else if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 inet{};
    std::memcpy(&inet, address, sizeof inet);
    inet_ntop(AF_INET6, &inet.sin6_addr, numeric.data(), numeric.size());
    text.add('[').add(std::string_view(numeric.data())).add("]:").add(ntohs(inet.sin6_port));
  } else if (address->sa_family == AF_UNIX && length >= offsetof(sockaddr_un, sun_path)) {
    sockaddr_un local{};
    std::memcpy(&local, address, std::min<std::size_t>(length, sizeof local));
    add_path(text, local, length);
  } else {
    text.add("family ").add(address->sa_family);
  }
}

}  // namespace porthole::preload
