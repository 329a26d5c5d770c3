// SPDX-License-Identifier: MIT
/// What the program asks of the page: each function is an import of the module "posix", implemented below
/// web/posix. A result below zero is an errno, negated, as in a system call. Addresses are addresses in
/// linear memory.
#ifndef PORTHOLE_POSIX_IMPORTS_H
#define PORTHOLE_POSIX_IMPORTS_H

#include <stddef.h>
#include <stdint.h>

// In ordinary emcc output (src/posix/glue) an import is also a symbol of the glue's JavaScript, where names
// such as "socket" may be taken.
#ifdef PORTHOLE_GLUE
#define PAGE_NAME(name) "porthole_" #name
#else
#define PAGE_NAME(name) #name
#endif

#define POSIX(result, name, ...) \
  __attribute__((import_module("posix"), import_name(PAGE_NAME(name)))) result page_##name(__VA_ARGS__)

// sockets.c
POSIX(int, socket, int family, int type, int protocol);
POSIX(int, socketpair, int family, int type, int protocol, int* fds);
POSIX(int, bind, int fd, const void* address, size_t length);
POSIX(int, listen, int fd, int backlog);
POSIX(int, accept4, int fd, void* address, uint32_t* length, int flags);
POSIX(int, connect, int fd, const void* address, size_t length);
POSIX(int, sendto, int fd, const void* data, size_t size, int flags, const void* address, size_t length);
POSIX(int, recvfrom, int fd, void* data, size_t size, int flags, void* address, uint32_t* length);
POSIX(int, sendmsg, int fd, const void* message, int flags);
POSIX(int, recvmsg, int fd, void* message, int flags);
POSIX(int, shutdown, int fd, int how);
POSIX(int, getsockopt, int fd, int level, int name, void* value, uint32_t* length);
POSIX(int, setsockopt, int fd, int level, int name, const void* value, size_t length);
POSIX(int, getsockname, int fd, void* address, uint32_t* length);
POSIX(int, getpeername, int fd, void* address, uint32_t* length);

// streams.c
POSIX(int, readv, int fd, const void* vectors, size_t count);
POSIX(int, writev, int fd, const void* vectors, size_t count);
POSIX(int, preadv, int fd, const void* vectors, size_t count, int64_t offset);
POSIX(int, pwritev, int fd, const void* vectors, size_t count, int64_t offset);
POSIX(int, lseek, int fd, int64_t offset, int whence, int64_t* result);
POSIX(int, close, int fd);
POSIX(int, fdstat, int fd, void* stat);

// files.c
POSIX(int, openat, int directory, const char* path, int flags, int mode);
POSIX(int, fstat, int fd, void* stat);
POSIX(int, fstatat, int directory, const char* path, void* stat, int flags);
POSIX(int, getdents, int fd, void* entries, size_t size);
POSIX(int, mkdirat, int directory, const char* path, int mode);
POSIX(int, unlinkat, int directory, const char* path, int flags);
POSIX(int, renameat, int from, const char* old_path, int to, const char* new_path);
POSIX(int, faccessat, int directory, const char* path, int mode, int flags);
POSIX(int, ftruncate, int fd, int64_t size);
POSIX(int, truncate, const char* path, int64_t size);
POSIX(int, chdir, const char* path);
POSIX(int, fchdir, int fd);
POSIX(int, getcwd, char* path, size_t size);
POSIX(int, utimensat, int directory, const char* path, const void* times, int flags);
POSIX(int, chmodat, int directory, const char* path, int mode);
POSIX(int, fchmod, int fd, int mode);
POSIX(int, umask, int mask);
POSIX(int, dup, int fd);
POSIX(int, dup3, int fd, int wanted, int flags);
POSIX(int, pipe2, int* fds, int flags);
POSIX(int, fcntl, int fd, int command, uintptr_t argument);
POSIX(int, ioctl, int fd, unsigned request, uintptr_t argument);

// waiting.c
POSIX(int, poll, void* fds, size_t count, double milliseconds);
POSIX(int, select, int count, void* reading, void* writing, void* failing, double milliseconds);
#ifdef PORTHOLE_GLUE  // glue/waiting.c: waits for descriptors of both kinds
int porthole_poll(void* fds, size_t count, double milliseconds);
int porthole_select(int count, void* reading, void* writing, void* failing, double milliseconds);
#else
#define porthole_poll page_poll
#define porthole_select page_select
#endif
POSIX(int, sleep, double milliseconds, double* left);
POSIX(int, yield, void);
POSIX(int, pause, void);
POSIX(int, setitimer, int which, double milliseconds, double interval, double* old);

// netdb.c: lookups write records (see lookup.c) into a buffer and return their number
POSIX(int, getaddrinfo, const char* host, const char* service, const void* hints, void* records, size_t size);
POSIX(int, getnameinfo, const void* address, size_t length, char* host, size_t host_size, char* service,
      size_t service_size, int flags);

// process.c, signals.c
POSIX(int, uname, char* nodename, size_t size);
POSIX(int, random, void* buffer, size_t size);
POSIX(int, signal, void);
#ifdef PORTHOLE_GLUE  // glue/end.c
_Noreturn void page_killed(int signal);
POSIX(void, finished, void);
#else
POSIX(_Noreturn void, killed, int signal);
#endif

/// fsync and fdatasync: only what lies on a disk can be written to it.
int porthole_sync(int fd);

/// Runs the handlers of signals that arrived while a call waited. Returns whether the call is to be started
/// again.
int porthole_interrupted(void);

/// Evaluates a system call, again where a signal's handler was installed with SA_RESTART.
#define RESTARTED(call)                                  \
  ({                                                     \
    int result_;                                         \
    do result_ = (call);                                 \
    while (result_ == -EINTR && porthole_interrupted()); \
    result_;                                             \
  })

/// The same for calls that report EINTR whatever the handler's flags are: poll, select, sleeps.
#define INTERRUPTIBLE(call)                        \
  ({                                               \
    int result_ = (call);                          \
    if (result_ == -EINTR) porthole_interrupted(); \
    result_;                                       \
  })

#endif
