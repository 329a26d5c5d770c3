// SPDX-License-Identifier: MIT
#include "socket/socket_object.hpp"

#include <cerrno>
#include <stdexcept>

#include "socket/descriptor.hpp"
#include "socket/error.hpp"
#include "socket/file.hpp"
#include "socket/os.hpp"

namespace porthole {
namespace {

std::shared_ptr<Descriptor> adopt(int fd, int family, int type, int proto, Timeout initial) {
  auto descriptor = std::make_shared<Descriptor>(fd, family, type, proto);
  if (initial) descriptor->set_timeout(initial);
  return descriptor;
}

int ask(int fd, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  if (PORTHOLE_OS(getsockopt)(fd, SOL_SOCKET, option, &value, &size) < 0) throw_error(errno, "socket");
  return value;
}

using AddressCall = int (*)(int, sockaddr*, socklen_t*);

Address name_of(int fd, AddressCall call, std::string_view name) {
  SystemAddress address;
  if (call(fd, address.get(), &address.size) < 0) throw_error(errno, name);
  return from_system(address);
}

}  // namespace

Socket::Socket(std::shared_ptr<Descriptor> descriptor) noexcept : descriptor_(std::move(descriptor)) {}

Socket::Socket(int family, int type, int proto) {
  const int fd = PORTHOLE_OS(socket)(family, type, proto);
  if (fd < 0) throw_error(errno, "socket");
  int kind = type;
#ifdef SOCK_CLOEXEC
  kind &= ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
  const Timeout initial = (type & SOCK_NONBLOCK) != 0 ? seconds(0) : getdefaulttimeout();
#else
  const Timeout initial = getdefaulttimeout();
#endif
  descriptor_ = adopt(fd, family, kind, proto, initial);
}

Socket Socket::from_fd(int fd) {
  if (fd < 0) throw std::invalid_argument("negative file descriptor");
  SystemAddress address;
  if (PORTHOLE_OS(getsockname)(fd, address.get(), &address.size) < 0) throw_error(errno, "socket");
#ifdef SO_PROTOCOL
  const int proto = ask(fd, SO_PROTOCOL);
#else
  const int proto = 0;
#endif
  return Socket(adopt(fd, address.storage.ss_family, ask(fd, SO_TYPE), proto, getdefaulttimeout()));
}

std::pair<Socket, Socket> socketpair(int family, int type, int proto) {
  int fds[2];
  if (PORTHOLE_OS(socketpair)(family, type, proto, fds) < 0) throw_error(errno, "socketpair");
  auto first = std::make_shared<Descriptor>(fds[0], family, type, proto);
  auto second = std::make_shared<Descriptor>(fds[1], family, type, proto);
  for (const auto& end : {first, second}) {
    if (const Timeout initial = getdefaulttimeout()) end->set_timeout(initial);
  }
  return {Socket(std::move(first)), Socket(std::move(second))};
}

void Socket::bind(const Address& address) {
  const SystemAddress system = to_system(address, state().family, "bind");
  if (PORTHOLE_OS(bind)(fileno(), system.get(), system.size) < 0)
    throw_error(errno, "bind", address.to_string());
}

void Socket::listen(int backlog) {
  // As CPython does: a negative backlog is none.
  if (PORTHOLE_OS(listen)(fileno(), backlog < 0 ? 0 : backlog) < 0) throw_error(errno, "listen");
}

std::pair<Socket, Address> Socket::accept() {
  SystemAddress address;
  const int fd = call_within(state(), POLLIN, "accept", [&] {
    address = SystemAddress();
    return PORTHOLE_OS(accept)(fileno(), address.get(), &address.size);
  });
  auto accepted = std::make_shared<Descriptor>(fd, family(), type(), proto());
  if (const Timeout initial = getdefaulttimeout()) accepted->set_timeout(initial);
  Address peer = from_system(address);
  accepted->peer = peer.to_string();
  return {Socket(std::move(accepted)), std::move(peer)};
}

Descriptor& Socket::state() const {
  if (!descriptor_) throw_error(EBADF, "socket");
  return *descriptor_;
}

int Socket::start_connect(const Address& address, std::string_view call) {
  Descriptor& socket = state();
  const SystemAddress system = to_system(address, socket.family, call);
  socket.peer = address.to_string();
  const Deadline deadline(socket.timeout);
  if (PORTHOLE_OS(connect)(socket.fd, system.get(), system.size) == 0) return 0;
  // An interrupted connect goes on by itself; it must not be called again.
  const bool interrupted = errno == EINTR && (!socket.timeout || socket.timeout->count() > 0);
  const bool pending = errno == EINPROGRESS && socket.timeout && socket.timeout->count() > 0;
  if (!interrupted && !pending) return errno;
  if (!wait_for(socket.fd, POLLOUT, deadline)) return -1;
  int result = 0;
  socklen_t size = sizeof result;
  if (PORTHOLE_OS(getsockopt)(socket.fd, SOL_SOCKET, SO_ERROR, &result, &size) < 0) return errno;
  return result == EISCONN ? 0 : result;
}

void Socket::connect(const Address& address) {
  const int result = start_connect(address, "connect");
  if (result < 0) throw timeout("connect", address.to_string());
  if (result > 0) throw_error(result, "connect", address.to_string());
}

int Socket::connect_ex(const Address& address) {
  const int result = start_connect(address, "connect_ex");
  return result < 0 ? EAGAIN : result;
}

void Socket::shutdown(int how) {
  if (PORTHOLE_OS(shutdown)(fileno(), how) < 0)
    throw_error(errno, "shutdown", descriptor_ ? descriptor_->peer : "");
}

void Socket::close() {
  if (!descriptor_) return;
  descriptor_->closed = true;
  if (descriptor_->files == 0) descriptor_->close_now();
}

int Socket::detach() noexcept {
  if (!descriptor_) return -1;
  descriptor_->closed = true;
  return std::exchange(descriptor_->fd, -1);
}

Address Socket::getpeername() const {
  return name_of(fileno(), PORTHOLE_OS(getpeername), "getpeername");
}
Address Socket::getsockname() const {
  return name_of(fileno(), PORTHOLE_OS(getsockname), "getsockname");
}

int Socket::getsockopt(int level, int option) const {
  int value = 0;
  socklen_t size = sizeof value;
  if (PORTHOLE_OS(getsockopt)(fileno(), level, option, &value, &size) < 0) throw_error(errno, "getsockopt");
  return value;
}

std::string Socket::getsockopt(int level, int option, std::ptrdiff_t size) const {
  if (size <= 0 || size > 1024) throw error("getsockopt buflen out of range");
  std::string value(static_cast<std::size_t>(size), '\0');
  socklen_t used = static_cast<socklen_t>(size);
  if (PORTHOLE_OS(getsockopt)(fileno(), level, option, value.data(), &used) < 0)
    throw_error(errno, "getsockopt");
  value.resize(used);
  return value;
}

void Socket::setsockopt(int level, int option, int value) {
  if (PORTHOLE_OS(setsockopt)(fileno(), level, option, &value, sizeof value) < 0)
    throw_error(errno, "setsockopt");
}

void Socket::setsockopt(int level, int option, Bytes value) {
  const auto size = static_cast<socklen_t>(value.size());
  if (PORTHOLE_OS(setsockopt)(fileno(), level, option, value.data(), size) < 0)
    throw_error(errno, "setsockopt");
}

void Socket::setsockopt(int level, int option, std::nullptr_t, std::size_t size) {
  const auto length = static_cast<socklen_t>(size);
  if (PORTHOLE_OS(setsockopt)(fileno(), level, option, nullptr, length) < 0) throw_error(errno, "setsockopt");
}

void Socket::settimeout(Timeout value) {
  state().set_timeout(checked(value));
}
void Socket::setblocking(bool blocking) {
  settimeout(blocking ? Timeout() : seconds(0));
}

Timeout Socket::gettimeout() const noexcept {
  return descriptor_ ? descriptor_->timeout : Timeout();
}
bool Socket::getblocking() const noexcept {
  const Timeout limit = gettimeout();
  return !limit || limit->count() > 0;
}

int Socket::fileno() const noexcept {
  return descriptor_ ? descriptor_->fd : -1;
}
int Socket::family() const noexcept {
  return descriptor_ ? descriptor_->family : AF_UNSPEC;
}
int Socket::type() const noexcept {
  return descriptor_ ? descriptor_->type : 0;
}
int Socket::proto() const noexcept {
  return descriptor_ ? descriptor_->proto : 0;
}

Socket Socket::dup() const {
  const int fd = PORTHOLE_OS(duplicate)(fileno());
  if (fd < 0) throw_error(errno, "dup");
  auto copy = std::make_shared<Descriptor>(fd, family(), type(), proto());
  copy->timeout = gettimeout();
  copy->peer = descriptor_->peer;
  return Socket(std::move(copy));
}

File Socket::makefile(std::string_view mode) {
  return makefile(mode, FileOptions());
}
File Socket::makefile(std::string_view mode, const FileOptions& options) {
  return {descriptor_, mode, options};
}

}  // namespace porthole
