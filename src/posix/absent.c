// SPDX-License-Identifier: MIT
// System calls of libc that need little or have nothing behind them here. Without these a program that calls
// one would stop; the errors are those of a system that lacks the feature.

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "imports.h"

int __syscall_fdatasync(int fd) {
  return porthole_sync(fd);
}

// Advice, and owners: there is one user, and it is root.
int __syscall_fadvise64(int fd, int64_t offset, int64_t size, int advice) {
  (void)offset, (void)size, (void)advice;
  char stat[24];
  return page_fdstat(fd, stat);
}
int __syscall_fchown32(int fd, int owner, int group) {
  (void)owner, (void)group;
  char stat[24];
  return page_fdstat(fd, stat);
}
int __syscall_fchownat(int directory, intptr_t path, int owner, int group, int flags) {
  (void)owner, (void)group, (void)flags;
  return page_faccessat(directory, (const char*)path, F_OK, 0);
}

int __syscall_fallocate(int fd, int mode, int64_t offset, int64_t size) {
  struct stat status;
  if (mode != 0) return -EOPNOTSUPP;
  if (offset < 0 || size <= 0) return -EINVAL;
  int result = page_fstat(fd, &status);
  if (result < 0 || status.st_size >= offset + size) return result;
  return page_ftruncate(fd, offset + size);
}

int __syscall_umask(int mask) {
  return page_umask(mask & 0777);
}

int __syscall_statfs64(intptr_t path, size_t size, intptr_t buffer) {
  (void)path, (void)size, (void)buffer;
  return -ENOSYS;
}
int __syscall_fstatfs64(int fd, size_t size, intptr_t buffer) {
  (void)fd, (void)size, (void)buffer;
  return -ENOSYS;
}
int __syscall_mknodat(int directory, intptr_t path, int mode, int device) {
  (void)directory, (void)path, (void)mode, (void)device;
  return -EPERM;
}
int __syscall_symlink(intptr_t target, intptr_t path) {
  (void)target, (void)path;
  return -EPERM;
}

/// Nobody limits a program but the table of descriptors, which has as many as Linux gives by default.
static void limit_of(int resource, struct rlimit* limit) {
  rlim_t most = resource == RLIMIT_NOFILE ? 1024 : RLIM_INFINITY;
  *limit = (struct rlimit){most, most};
}
int __syscall_prlimit64(int pid, int resource, intptr_t wanted, intptr_t old) {
  (void)pid, (void)wanted;
  if (resource < 0 || resource >= RLIMIT_NLIMITS) return -EINVAL;
  if (old) limit_of(resource, (struct rlimit*)old);
  return 0;
}
int __syscall_ugetrlimit(int resource, intptr_t limit) {
  return __syscall_prlimit64(0, resource, 0, limit);
}

/// There is no shell, and system(NULL) says so.
int _emscripten_system(const char* command) {
  return command ? -ENOSYS : 0;
}

int ttyname_r(int fd, char* name, size_t size) {
  if (!isatty(fd)) return errno;
  if (size < sizeof "/dev/tty") return ERANGE;
  strcpy(name, "/dev/tty");
  return 0;
}
