// SPDX-License-Identifier: MIT
#pragma once

#include <netdb.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace porthole::os {

/// Every call that the socket layer makes of the operating system goes through this table, so that a test can
/// put a failing call in its place (EINTR, short writes, spurious EAGAIN). Programs never touch it.
struct Calls {
  int (*socket)(int, int, int);
  int (*socketpair)(int, int, int, int*);
  int (*bind)(int, const sockaddr*, socklen_t);
  int (*listen)(int, int);
  int (*accept)(int, sockaddr*, socklen_t*);
  int (*connect)(int, const sockaddr*, socklen_t);
  ssize_t (*recv)(int, void*, size_t, int);
  ssize_t (*recvfrom)(int, void*, size_t, int, sockaddr*, socklen_t*);
  ssize_t (*recvmsg)(int, msghdr*, int);
  ssize_t (*send)(int, const void*, size_t, int);
  ssize_t (*sendto)(int, const void*, size_t, int, const sockaddr*, socklen_t);
  ssize_t (*sendmsg)(int, const msghdr*, int);
  int (*shutdown)(int, int);
  int (*close)(int);
  int (*getsockname)(int, sockaddr*, socklen_t*);
  int (*getpeername)(int, sockaddr*, socklen_t*);
  int (*getsockopt)(int, int, int, void*, socklen_t*);
  int (*setsockopt)(int, int, int, const void*, socklen_t);
  int (*poll)(pollfd*, nfds_t, int);
  int (*select)(int, fd_set*, fd_set*, fd_set*, timeval*);
  int (*set_nonblocking)(int, bool);
  int (*duplicate)(int);
  int (*getaddrinfo)(const char*, const char*, const addrinfo*, addrinfo**);
  int (*getnameinfo)(const sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t, int);
  hostent* (*gethostbyname)(const char*);
  hostent* (*gethostbyaddr)(const void*, socklen_t, int);
  servent* (*getservbyname)(const char*, const char*);
  servent* (*getservbyport)(int, const char*);
  protoent* (*getprotobyname)(const char*);
  int (*gethostname)(char*, size_t);
};

/// The table in use. A test changes entries and puts them back.
Calls& calls() noexcept;

}  // namespace porthole::os

/// The one way to the operating system: PORTHOLE_OS(recv)(fd, buffer, size, flags).
#define PORTHOLE_OS(call) (::porthole::os::calls().call)
