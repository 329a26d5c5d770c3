// SPDX-License-Identifier: MIT
// The socket calls: libc's functions are left in place, the system calls under them go to the page.

#include <errno.h>
#include <sys/socket.h>

#include "imports.h"

void porthole_broken_pipe(void);

static int sent(int result, int flags) {
  if (result == -EPIPE && !(flags & MSG_NOSIGNAL)) porthole_broken_pipe();
  return result;
}

int __syscall_socket(int family, int type, int protocol, int a, int b, int c) {
  (void)a, (void)b, (void)c;
  return page_socket(family, type, protocol);
}

int __syscall_socketpair(int family, int type, int protocol, intptr_t fds, int a, int b) {
  (void)a, (void)b;
  return page_socketpair(family, type, protocol, (int*)fds);
}

int __syscall_bind(int fd, intptr_t address, size_t length, int a, int b, int c) {
  (void)a, (void)b, (void)c;
  return page_bind(fd, (void*)address, length);
}

int __syscall_listen(int fd, int backlog, int a, int b, int c, int d) {
  (void)a, (void)b, (void)c, (void)d;
  return page_listen(fd, backlog);
}

int __syscall_accept4(int fd, intptr_t address, intptr_t length, int flags, int a, int b) {
  (void)a, (void)b;
  return RESTARTED(page_accept4(fd, (void*)address, (uint32_t*)length, flags));
}

int __syscall_connect(int fd, intptr_t address, size_t length, int a, int b, int c) {
  (void)a, (void)b, (void)c;
  return RESTARTED(page_connect(fd, (void*)address, length));
}

int __syscall_sendto(int fd, intptr_t data, size_t size, int flags, intptr_t address, size_t length) {
  return sent(RESTARTED(page_sendto(fd, (void*)data, size, flags, (void*)address, length)), flags);
}

int __syscall_recvfrom(int fd, intptr_t data, size_t size, int flags, intptr_t address, intptr_t length) {
  return RESTARTED(page_recvfrom(fd, (void*)data, size, flags, (void*)address, (uint32_t*)length));
}

int __syscall_sendmsg(int fd, intptr_t message, int flags, intptr_t a, size_t b, int c) {
  (void)a, (void)b, (void)c;
  return sent(RESTARTED(page_sendmsg(fd, (void*)message, flags)), flags);
}

int __syscall_recvmsg(int fd, intptr_t message, int flags, int a, int b, int c) {
  (void)a, (void)b, (void)c;
  return RESTARTED(page_recvmsg(fd, (void*)message, flags));
}

int __syscall_shutdown(int fd, int how, int a, int b, int c, int d) {
  (void)a, (void)b, (void)c, (void)d;
  return page_shutdown(fd, how);
}

int __syscall_getsockopt(int fd, int level, int name, intptr_t value, intptr_t length, int a) {
  (void)a;
  return page_getsockopt(fd, level, name, (void*)value, (uint32_t*)length);
}

int __syscall_setsockopt(int fd, int level, int name, intptr_t value, size_t length, int a) {
  (void)a;
  return page_setsockopt(fd, level, name, (void*)value, length);
}

int __syscall_getsockname(int fd, intptr_t address, intptr_t length, int a, int b, int c) {
  (void)a, (void)b, (void)c;
  return page_getsockname(fd, (void*)address, (uint32_t*)length);
}

int __syscall_getpeername(int fd, intptr_t address, intptr_t length, int a, int b, int c) {
  (void)a, (void)b, (void)c;
  return page_getpeername(fd, (void*)address, (uint32_t*)length);
}
