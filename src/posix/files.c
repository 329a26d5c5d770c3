// SPDX-License-Identifier: MIT
// The private file system, and calls that work on every kind of descriptor.

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>

#include "imports.h"
#include "libc.h"

#define PATH(path) ((const char*)(path))

int __syscall_openat(int directory, intptr_t path, int flags, ...) {
  int mode = flags & O_CREAT ? (int)OPTIONAL(flags) : 0;
  return page_openat(directory, PATH(path), flags, mode);
}

int __syscall_fcntl64(int fd, int command, ...) {
  int takes_none = command == F_GETFD || command == F_GETFL || command == F_GETOWN;
  return page_fcntl(fd, command, takes_none ? 0 : OPTIONAL(command));
}

int __syscall_ioctl(int fd, int request, ...) {
  return page_ioctl(fd, (unsigned)request, OPTIONAL(request));
}

int __syscall_fstat64(int fd, intptr_t stat) {
  return page_fstat(fd, (void*)stat);
}
int __syscall_stat64(intptr_t path, intptr_t stat) {
  return page_fstatat(AT_FDCWD, PATH(path), (void*)stat, 0);
}
int __syscall_lstat64(intptr_t path, intptr_t stat) {
  return page_fstatat(AT_FDCWD, PATH(path), (void*)stat, 0);
}
int __syscall_newfstatat(int directory, intptr_t path, intptr_t stat, int flags) {
  return page_fstatat(directory, PATH(path), (void*)stat, flags);
}

int __syscall_getdents64(int fd, intptr_t entries, size_t size) {
  return page_getdents(fd, (void*)entries, size);
}
int __syscall_mkdirat(int directory, intptr_t path, int mode) {
  return page_mkdirat(directory, PATH(path), mode);
}
int __syscall_rmdir(intptr_t path) {
  return page_unlinkat(AT_FDCWD, PATH(path), AT_REMOVEDIR);
}
int __syscall_unlinkat(int directory, intptr_t path, int flags) {
  return page_unlinkat(directory, PATH(path), flags);
}
int __syscall_renameat(int from, intptr_t old_path, int to, intptr_t new_path) {
  return page_renameat(from, PATH(old_path), to, PATH(new_path));
}
int __syscall_faccessat(int directory, intptr_t path, int mode, int flags) {
  return page_faccessat(directory, PATH(path), mode, flags);
}
int __syscall_access(intptr_t path, int mode) {
  return page_faccessat(AT_FDCWD, PATH(path), mode, 0);
}
int __syscall_ftruncate64(int fd, int64_t size) {
  return page_ftruncate(fd, size);
}
int __syscall_truncate64(intptr_t path, int64_t size) {
  return page_truncate(PATH(path), size);
}
int __syscall_chdir(intptr_t path) {
  return page_chdir(PATH(path));
}
int __syscall_fchdir(int fd) {
  return page_fchdir(fd);
}
int __syscall_getcwd(intptr_t path, size_t size) {
  return page_getcwd((char*)path, size);
}
int __syscall_utimensat(int directory, intptr_t path, intptr_t times, int flags) {
  return page_utimensat(directory, PATH(path), (void*)times, flags);
}
int __syscall_chmod(intptr_t path, int mode) {
  return page_chmodat(AT_FDCWD, PATH(path), mode);
}
int __syscall_fchmodat2(int directory, intptr_t path, int mode, int flags) {
  (void)flags;
  return page_chmodat(directory, PATH(path), mode);
}
int __syscall_fchmod(int fd, int mode) {
  return page_fchmod(fd, mode);
}

int __syscall_dup(int fd) {
  return page_dup(fd);
}
int __syscall_dup3(int fd, int wanted, int flags) {
  return page_dup3(fd, wanted, flags);
}
int __syscall_pipe(intptr_t fds) {
  return page_pipe2((int*)fds, 0);
}
int __syscall_pipe2(intptr_t fds, int flags) {
  return page_pipe2((int*)fds, flags);
}

// No links of either kind: there is one name for each file.
int __syscall_readlinkat(int directory, intptr_t path, intptr_t target, size_t size) {
  (void)target, (void)size;
  int missing = page_faccessat(directory, PATH(path), F_OK, 0);
  return missing < 0 ? missing : -EINVAL;
}
int __syscall_symlinkat(intptr_t target, int directory, intptr_t path) {
  (void)target, (void)directory, (void)path;
  return -EPERM;
}
int __syscall_linkat(int from, intptr_t old_path, int to, intptr_t new_path, int flags) {
  (void)from, (void)old_path, (void)to, (void)new_path, (void)flags;
  return -EPERM;
}
