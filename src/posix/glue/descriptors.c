// SPDX-License-Identifier: MIT
// System calls on descriptors of either side, and those that make one: neither side may take the other's
// numbers.

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>

#include "../imports.h"
#include "../libc.h"
#include "glue.h"

#define SYSCALL(name, ...) THEIRS("env", int, __syscall_##name, __VA_ARGS__)
SYSCALL(openat, int directory, intptr_t path, int flags, uintptr_t* arguments);
SYSCALL(fcntl64, int fd, int command, uintptr_t* arguments);
SYSCALL(ioctl, int fd, int request, uintptr_t* arguments);
SYSCALL(fstat64, int fd, intptr_t stat);
SYSCALL(dup, int fd);
SYSCALL(dup3, int fd, int wanted, int flags);
THEIRS("wasi_snapshot_preview1", uint16_t, fd_close, int fd);

/// A new descriptor of Emscripten's, unless it is beyond its part.
static int within(int fd) {
  if (fd < FIRST_OF_PAGE) return fd;
  theirs_fd_close(fd);
  return -EMFILE;
}

int __syscall_openat(int directory, intptr_t path, int flags, ...) {
  uintptr_t mode = flags & O_CREAT ? OPTIONAL(flags) : 0;
  return within(theirs___syscall_openat(directory, path, flags, &mode));
}

int __syscall_fcntl64(int fd, int command, ...) {
  int takes_none = command == F_GETFD || command == F_GETFL || command == F_GETOWN;
  int makes_one = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
  uintptr_t argument = takes_none ? 0 : OPTIONAL(command);
  if (is_page(fd)) return page_fcntl(fd, command, argument);
  if (makes_one && argument >= FIRST_OF_PAGE) return -EINVAL;
  int result = theirs___syscall_fcntl64(fd, command, &argument);
  return makes_one ? within(result) : result;
}

int __syscall_ioctl(int fd, int request, ...) {
  uintptr_t argument = OPTIONAL(request);
  if (is_page(fd)) return page_ioctl(fd, (unsigned)request, argument);
  return theirs___syscall_ioctl(fd, request, &argument);
}

int __syscall_fstat64(int fd, intptr_t stat) {
  return is_page(fd) ? page_fstat(fd, (void*)stat) : theirs___syscall_fstat64(fd, stat);
}

int __syscall_dup(int fd) {
  return is_page(fd) ? page_dup(fd) : within(theirs___syscall_dup(fd));
}

int __syscall_dup3(int fd, int wanted, int flags) {
  if (is_page(fd) != is_page(wanted)) return -EBADF;
  return is_page(fd) ? page_dup3(fd, wanted, flags) : theirs___syscall_dup3(fd, wanted, flags);
}

// Emscripten's own pipes cannot wait.
int __syscall_pipe(intptr_t fds) {
  return page_pipe2((int*)fds, 0);
}
int __syscall_pipe2(intptr_t fds, int flags) {
  return page_pipe2((int*)fds, flags);
}
