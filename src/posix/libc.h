// SPDX-License-Identifier: MIT
/// What libc calls and this folder defines in its place: WASI's functions, and system calls with an optional
/// argument.
#ifndef PORTHOLE_POSIX_LIBC_H
#define PORTHOLE_POSIX_LIBC_H

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/// The one optional argument of a variadic system call.
#define OPTIONAL(last)                                \
  ({                                                  \
    va_list arguments_;                               \
    va_start(arguments_, last);                       \
    uintptr_t value_ = va_arg(arguments_, uintptr_t); \
    va_end(arguments_);                               \
    value_;                                           \
  })

// errno.h declares WASI's functions as imports: the definitions take their symbols under other names.
#define AS(name) __asm__("__wasi_" #name)
uint16_t fd_read(int fd, const void* vectors, size_t count, size_t* size) AS(fd_read);
uint16_t fd_write(int fd, const void* vectors, size_t count, size_t* size) AS(fd_write);
uint16_t fd_pread(int fd, const void* vectors, size_t count, uint64_t offset, size_t* size) AS(fd_pread);
uint16_t fd_pwrite(int fd, const void* vectors, size_t count, uint64_t offset, size_t* size) AS(fd_pwrite);
uint16_t fd_seek(int fd, int64_t offset, uint8_t whence, int64_t* result) AS(fd_seek);
uint16_t fd_close(int fd) AS(fd_close);
uint16_t fd_sync(int fd) AS(fd_sync);
uint16_t fd_fdstat_get(int fd, void* stat) AS(fd_fdstat_get);

/// What such a function answers for a page's call that counts bytes.
static inline uint16_t counted(int result, size_t* count) {
  if (result < 0) return (uint16_t)-result;
  *count = (size_t)result;
  return 0;
}

/// SIGPIPE, where nobody reads any more.
void porthole_broken_pipe(void);

static inline int written(int result) {
  if (result == -EPIPE) porthole_broken_pipe();
  return result;
}

#endif
