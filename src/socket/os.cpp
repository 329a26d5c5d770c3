// SPDX-License-Identifier: MIT
#include "socket/os.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace porthole::os {
namespace {

// The systems without the flags (macOS) get the same descriptor in a second step.
[[maybe_unused]] int close_on_exec(int fd) {
  if (fd >= 0) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return fd;
}

int suppress_sigpipe(int fd) {
#ifdef SO_NOSIGPIPE
  const int on = 1;
  if (fd >= 0) ::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  return fd;
}

int open_socket(int family, int type, int proto) {
#ifdef SOCK_CLOEXEC
  return suppress_sigpipe(::socket(family, type | SOCK_CLOEXEC, proto));
#else
  return suppress_sigpipe(close_on_exec(::socket(family, type, proto)));
#endif
}

int open_pair(int family, int type, int proto, int* fds) {
#ifdef SOCK_CLOEXEC
  return ::socketpair(family, type | SOCK_CLOEXEC, proto, fds);
#else
  const int result = ::socketpair(family, type, proto, fds);
  if (result == 0) {
    for (int i = 0; i < 2; ++i) suppress_sigpipe(close_on_exec(fds[i]));
  }
  return result;
#endif
}

int set_nonblocking(int fd, bool nonblocking) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) return -1;
  const int wanted = nonblocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
  return wanted == flags ? 0 : ::fcntl(fd, F_SETFL, wanted);
}

int accept_socket(int fd, sockaddr* address, socklen_t* size) {
#ifdef SOCK_CLOEXEC
  return ::accept4(fd, address, size, SOCK_CLOEXEC);
#else
  const int accepted = suppress_sigpipe(close_on_exec(::accept(fd, address, size)));
  // These systems hand the listener's O_NONBLOCK on.
  if (accepted >= 0) set_nonblocking(accepted, false);
  return accepted;
#endif
}

int duplicate(int fd) {
  return ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

}  // namespace

Calls& calls() noexcept {
  static Calls table{
      .socket = open_socket,
      .socketpair = open_pair,
      .bind = ::bind,
      .listen = ::listen,
      .accept = accept_socket,
      .connect = ::connect,
      .recv = ::recv,
      .recvfrom = ::recvfrom,
      .recvmsg = ::recvmsg,
      .send = ::send,
      .sendto = ::sendto,
      .sendmsg = ::sendmsg,
      .shutdown = ::shutdown,
      .close = ::close,
      .getsockname = ::getsockname,
      .getpeername = ::getpeername,
      .getsockopt = ::getsockopt,
      .setsockopt = ::setsockopt,
      .poll = ::poll,
      .select = ::select,
      .set_nonblocking = set_nonblocking,
      .duplicate = duplicate,
      .getaddrinfo = ::getaddrinfo,
      .getnameinfo =
          [](const sockaddr* address, socklen_t size, char* host, socklen_t host_size, char* service,
             socklen_t service_size, int flags) {
            return ::getnameinfo(address, size, host, host_size, service, service_size, flags);
          },
      .gethostbyname = ::gethostbyname,
      .gethostbyaddr = ::gethostbyaddr,
      .getservbyname = ::getservbyname,
      .getservbyport = ::getservbyport,
      .getprotobyname = ::getprotobyname,
      .gethostname = ::gethostname,
  };
  return table;
}

}  // namespace porthole::os
