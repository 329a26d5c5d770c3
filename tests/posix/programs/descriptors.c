// SPDX-License-Identifier: MIT
// The descriptor table: lowest free numbers, dup and its kin, flags that are shared and flags that are not.

#include <fcntl.h>
#include <sys/stat.h>

#include "peer.h"

int main(void) {
  int fd = dial("ECHO");
  say("dup", dup(fd));
  say("dup2", dup2(fd, 10));
  say("dup2 onto itself", dup2(fd, fd));
  say("dup2 of a closed one", dup2(77, 10));
  say("dup3 onto itself", dup3(fd, fd, 0));
  say("dup3", dup3(fd, 11, O_CLOEXEC));
  printf("close on exec: %d %d\n", fcntl(10, F_GETFD), fcntl(11, F_GETFD));
  say("F_DUPFD", fcntl(fd, F_DUPFD, 10));
  say("F_DUPFD_CLOEXEC", fcntl(fd, F_DUPFD_CLOEXEC, 0));
  say("F_SETFD", fcntl(fd, F_SETFD, FD_CLOEXEC));
  say("F_GETFD", fcntl(fd, F_GETFD));
  say("F_SETFL", fcntl(10, F_SETFL, O_NONBLOCK));
  printf("flags are shared: %d\n", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
  printf("access mode: %d\n", fcntl(fd, F_GETFL) & O_ACCMODE);
  fcntl(fd, F_SETFL, 0);
  say("close", close(fd));
  send_text(10, "through the copy");
  char buffer[64];
  say("recv", recv(11, buffer, 16, MSG_WAITALL));
  say("the number is free again", dup(10));
  struct stat status;
  say("fstat", fstat(10, &status));
  printf("a socket: %d\n", S_ISSOCK(status.st_mode));
  say("lseek", lseek(10, 0, SEEK_SET));
  say("close of -1", close(-1));
  say("read of a closed one", read(99, buffer, 1));
  say("write of a closed one", write(99, buffer, 1));
  say("fcntl of a closed one", fcntl(99, F_GETFL));
  int closed_on_exec = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  printf("%d %d\n", fcntl(closed_on_exec, F_GETFD), (fcntl(closed_on_exec, F_GETFL) & O_NONBLOCK) != 0);
}
