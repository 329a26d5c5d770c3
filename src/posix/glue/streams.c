// SPDX-License-Identifier: MIT
// The calls on descriptors of either side that libc makes through WASI: errors are positive.

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

#include "../imports.h"
#include "../libc.h"
#include "glue.h"

#define WASI(name, ...) THEIRS("wasi_snapshot_preview1", uint16_t, name, __VA_ARGS__)
WASI(fd_read, int fd, const void* vectors, size_t count, size_t* size);
WASI(fd_write, int fd, const void* vectors, size_t count, size_t* size);
WASI(fd_pread, int fd, const void* vectors, size_t count, uint64_t offset, size_t* size);
WASI(fd_pwrite, int fd, const void* vectors, size_t count, uint64_t offset, size_t* size);
WASI(fd_seek, int fd, int64_t offset, uint8_t whence, int64_t* result);
WASI(fd_close, int fd);
WASI(fd_sync, int fd);
WASI(fd_fdstat_get, int fd, void* stat);

uint16_t fd_read(int fd, const void* vectors, size_t count, size_t* size) {
  if (!is_page(fd)) return theirs_fd_read(fd, vectors, count, size);
  return counted(RESTARTED(page_readv(fd, vectors, count)), size);
}

uint16_t fd_write(int fd, const void* vectors, size_t count, size_t* size) {
  if (!is_page(fd)) return theirs_fd_write(fd, vectors, count, size);
  return counted(written(RESTARTED(page_writev(fd, vectors, count))), size);
}

uint16_t fd_close(int fd) {
  return is_page(fd) ? (uint16_t)-page_close(fd) : theirs_fd_close(fd);
}

uint16_t fd_fdstat_get(int fd, void* stat) {
  return is_page(fd) ? (uint16_t)-page_fdstat(fd, stat) : theirs_fd_fdstat_get(fd, stat);
}

/// What a socket or pipe answers to a call for files: `wrong`, if it is open.
static uint16_t no_file(int fd, int wrong) {
  char stat[24];
  int result = page_fdstat(fd, stat);
  return (uint16_t)(result < 0 ? -result : wrong);
}

uint16_t fd_pread(int fd, const void* vectors, size_t count, uint64_t offset, size_t* size) {
  return is_page(fd) ? no_file(fd, ESPIPE) : theirs_fd_pread(fd, vectors, count, offset, size);
}
uint16_t fd_pwrite(int fd, const void* vectors, size_t count, uint64_t offset, size_t* size) {
  return is_page(fd) ? no_file(fd, ESPIPE) : theirs_fd_pwrite(fd, vectors, count, offset, size);
}
uint16_t fd_seek(int fd, int64_t offset, uint8_t whence, int64_t* result) {
  return is_page(fd) ? no_file(fd, ESPIPE) : theirs_fd_seek(fd, offset, whence, result);
}
uint16_t fd_sync(int fd) {
  return is_page(fd) ? no_file(fd, EINVAL) : theirs_fd_sync(fd);
}
