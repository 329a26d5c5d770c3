// SPDX-License-Identifier: MIT
// read, write and their kin: libc sends them to WASI, whose calls return a positive errno.

#include <errno.h>
#include <stdint.h>

#include "imports.h"
#include "libc.h"

// File types of WASI's fdstat.
enum { DIRECTORY = 3, REGULAR_FILE = 4 };

uint16_t fd_read(int fd, const void* vectors, size_t count, size_t* size) {
  return counted(RESTARTED(page_readv(fd, vectors, count)), size);
}

uint16_t fd_write(int fd, const void* vectors, size_t count, size_t* size) {
  return counted(written(RESTARTED(page_writev(fd, vectors, count))), size);
}

uint16_t fd_pread(int fd, const void* vectors, size_t count, uint64_t offset, size_t* size) {
  return counted(page_preadv(fd, vectors, count, (int64_t)offset), size);
}

uint16_t fd_pwrite(int fd, const void* vectors, size_t count, uint64_t offset, size_t* size) {
  return counted(page_pwritev(fd, vectors, count, (int64_t)offset), size);
}

uint16_t fd_seek(int fd, int64_t offset, uint8_t whence, int64_t* result) {
  return (uint16_t)-page_lseek(fd, offset, whence, result);
}

uint16_t fd_close(int fd) {
  return (uint16_t)-page_close(fd);
}

int porthole_sync(int fd) {
  char stat[24];
  int result = page_fdstat(fd, stat);
  if (result < 0) return result;
  return stat[0] == DIRECTORY || stat[0] == REGULAR_FILE ? 0 : -EINVAL;
}

uint16_t fd_sync(int fd) {
  return (uint16_t)-porthole_sync(fd);
}

uint16_t fd_fdstat_get(int fd, void* stat) {
  return (uint16_t)-page_fdstat(fd, stat);
}
