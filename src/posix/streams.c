// SPDX-License-Identifier: MIT
// read, write and their kin: libc sends them to WASI, whose calls return a positive errno.

#include <errno.h>
#include <stdint.h>

#include "imports.h"

// File types of WASI's fdstat.
enum { DIRECTORY = 3, REGULAR_FILE = 4 };

void porthole_broken_pipe(void);

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

static uint16_t counted(int result, size_t* count) {
  if (result < 0) return (uint16_t)-result;
  *count = (size_t)result;
  return 0;
}

static int written(int result) {
  if (result == -EPIPE) porthole_broken_pipe();
  return result;
}

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
