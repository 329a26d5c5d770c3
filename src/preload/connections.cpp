// SPDX-License-Identifier: MIT
// Making sockets and connecting them. connect leads practice addresses to the real ports of the practice
// hosts; what reports a peer leads back.
#include <sys/socket.h>

#include <cerrno>

#include "preload/call.hpp"
#include "preload/practice.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole::preload;

Real<int(int, int, int)> real_socket("socket");
Real<int(int, int, int, int*)> real_socketpair("socketpair");
Real<int(int, const sockaddr*, socklen_t)> real_bind("bind");
Real<int(int, const sockaddr*, socklen_t)> real_connect("connect");
Real<int(int, int)> real_listen("listen");
Real<int(int, sockaddr*, socklen_t*)> real_accept("accept");
Real<int(int, sockaddr*, socklen_t*, int)> real_accept4("accept4");
Real<int(int, sockaddr*, socklen_t*)> real_getsockname("getsockname");
Real<int(int, sockaddr*, socklen_t*)> real_getpeername("getpeername");
Real<int(int, int)> real_shutdown("shutdown");

/// The part of an address buffer that the kernel filled.
socklen_t filled(socklen_t capacity, const socklen_t* length) {
  return length == nullptr || *length > capacity ? capacity : *length;
}

void address_result(Call& call, int result, const sockaddr* address, socklen_t length) {
  call.result(result);
  if (result >= 0 && address != nullptr) add_address(call.after(), address, length);
}

}  // namespace

PORTHOLE_INTERPOSE int socket(int family, int type, int protocol) noexcept {
  Call call;
  const int fd = real_socket(family, type, protocol);
  if (fd >= 0) mark_socket(fd, true);
  if (call.returned()) {
    call.begin("socket").word(family_name(family));
    add_socket_type(call.argument(), type);
    call.number(protocol).result(fd);
  }
  return fd;
}

PORTHOLE_INTERPOSE int socketpair(int family, int type, int protocol, int fds[2]) noexcept {
  Call call;
  const int result = real_socketpair(family, type, protocol, fds);
  if (result == 0) {
    mark_socket(fds[0], true);
    mark_socket(fds[1], true);
  }
  if (call.returned()) {
    call.begin("socketpair").word(family_name(family));
    add_socket_type(call.argument(), type);
    call.number(protocol).result(result);
    if (result == 0) call.after().add('[').add(fds[0]).add(", ").add(fds[1]).add(']');
  }
  return result;
}

PORTHOLE_INTERPOSE int bind(int fd, const sockaddr* address, socklen_t length) noexcept {
  Call call;
  const int result = real_bind(fd, address, length);
  if (call.returned()) call.begin("bind").number(fd).address(address, length).result(result);
  return result;
}

PORTHOLE_INTERPOSE int connect(int fd, const sockaddr* address, socklen_t length) {
  Call call;
  const Dial to = dial(address, length);
  int result = -1;
  if (to.error != 0)
    errno = to.error;
  else
    result = real_connect(fd, to.or_else(address), length);
  if (call.returned()) call.begin("connect").number(fd).address(address, length).result(result);
  return result;
}

PORTHOLE_INTERPOSE int listen(int fd, int backlog) noexcept {
  Call call;
  const int result = real_listen(fd, backlog);
  if (call.returned()) call.begin("listen").number(fd).number(backlog).result(result);
  return result;
}

PORTHOLE_INTERPOSE int accept(int fd, sockaddr* address, socklen_t* length) {
  Call call;
  const socklen_t capacity = length == nullptr ? 0 : *length;
  const int accepted = real_accept(fd, address, length);
  if (accepted >= 0) {
    mark_socket(accepted, true);
    show_practice(address, capacity);
  }
  if (call.returned())
    address_result(call.begin("accept").number(fd), accepted, address, filled(capacity, length));
  return accepted;
}

PORTHOLE_INTERPOSE int accept4(int fd, sockaddr* address, socklen_t* length, int flags) {
  Call call;
  const socklen_t capacity = length == nullptr ? 0 : *length;
  const int accepted = real_accept4(fd, address, length, flags);
  if (accepted >= 0) {
    mark_socket(accepted, true);
    show_practice(address, capacity);
  }
  if (call.returned()) {
    call.begin("accept4").number(fd);
    add_socket_type(call.argument(), flags);
    address_result(call, accepted, address, filled(capacity, length));
  }
  return accepted;
}

PORTHOLE_INTERPOSE int getsockname(int fd, sockaddr* address, socklen_t* length) noexcept {
  Call call;
  const socklen_t capacity = length == nullptr ? 0 : *length;
  const int result = real_getsockname(fd, address, length);
  if (call.returned())
    address_result(call.begin("getsockname").number(fd), result, address, filled(capacity, length));
  return result;
}

PORTHOLE_INTERPOSE int getpeername(int fd, sockaddr* address, socklen_t* length) noexcept {
  Call call;
  const socklen_t capacity = length == nullptr ? 0 : *length;
  const int result = real_getpeername(fd, address, length);
  if (result == 0) show_practice(address, filled(capacity, length));
  if (call.returned())
    address_result(call.begin("getpeername").number(fd), result, address, filled(capacity, length));
  return result;
}

PORTHOLE_INTERPOSE int shutdown(int fd, int how) noexcept {
  Call call;
  const int result = real_shutdown(fd, how);
  if (call.returned()) {
    call.begin("shutdown").number(fd);
    if (how == SHUT_RD || how == SHUT_WR || how == SHUT_RDWR)
      call.word(how == SHUT_RD ? "SHUT_RD" : how == SHUT_WR ? "SHUT_WR" : "SHUT_RDWR");
    else
      call.number(how);
    call.result(result);
  }
  return result;
}
