// SPDX-License-Identifier: MIT
// Every call on every kind of descriptor, good and bad.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <termios.h>

#include "peer.h"

static void sockets_only(int fd) {
  char byte = 0;
  int value = 0;
  struct sockaddr_storage name;
  socklen_t length = sizeof value;
  say("  getsockopt", getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length));
  say("  setsockopt", setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, sizeof value));
  length = sizeof name;
  say("  getsockname", getsockname(fd, (struct sockaddr*)&name, &length));
  length = sizeof name;
  say("  getpeername", getpeername(fd, (struct sockaddr*)&name, &length));
  say("  recv", recv(fd, &byte, 1, MSG_DONTWAIT));
  say("  send", send(fd, &byte, 0, MSG_NOSIGNAL));
  struct msghdr message = {0};
  say("  sendmsg", sendmsg(fd, &message, MSG_NOSIGNAL));
  say("  shutdown", shutdown(fd, 9));
}

static void files_only(int fd) {
  char byte = 0;
  say("  lseek", lseek(fd, 0, SEEK_CUR));
  say("  ftruncate", ftruncate(fd, 3));
  say("  pread", pread(fd, &byte, 1, 1));
  say("  pread before the start", pread(fd, &byte, 1, -1));
  say("  pwrite", pwrite(fd, &byte, 1, 1));
  say("  fsync", fsync(fd));
  say("  fdatasync", fdatasync(fd));
  say("  fchdir", fchdir(fd));
  say("  openat", openat(fd, "nothing", O_RDONLY));
}

static void all(const char* kind, int fd) {
  printf("%s\n", kind);
  char byte = 0;
  struct iovec part = {&byte, 0};
  struct pollfd poller = {.fd = fd, .events = POLLIN | POLLOUT};
  say("  poll", poll(&poller, 1, 0));
  printf("  revents %#x\n", (unsigned)poller.revents);
  say("  read of nothing", read(fd, &byte, 0));
  say("  readv of nothing", readv(fd, &part, 1));
  say("  write of nothing", write(fd, &byte, 0));
  say("  F_GETFD", fcntl(fd, F_GETFD));
  int flags = fcntl(fd, F_GETFL);
  if (flags >= 0) flags &= O_ACCMODE | O_APPEND | O_NONBLOCK;
  say("  F_GETFL", flags);
  say("  F_SETFL", fcntl(fd, F_SETFL, O_NONBLOCK));
  int number = fcntl(fd, F_DUPFD, 100);
  say("  F_DUPFD", number);
  if (number >= 0) close(number);
  say("  F_DUPFD below zero", fcntl(fd, F_DUPFD, -1));
  int value = -1;
  struct stat status;
  say("  fstat", fstat(fd, &status));
  struct termios termios;
  say("  tcgetattr", tcgetattr(fd, &termios));
  struct winsize size;
  say("  TIOCGWINSZ", ioctl(fd, TIOCGWINSZ, &size));
  say("  an unknown ioctl", ioctl(fd, 0x1234, &value));
  files_only(fd);
  sockets_only(fd);
  value = 0;
  say("  FIONBIO", ioctl(fd, FIONBIO, &value));
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  say("chdir", chdir(getenv("SCRATCH")));
  int fd = open("plain", O_RDWR | O_CREAT | O_TRUNC, 0644);
  all("a file", fd);
  close(fd);
  fd = open("plain", O_RDONLY);
  all("a file to read", fd);
  close(fd);
  fd = open("plain", O_WRONLY | O_APPEND);
  all("a file to append to", fd);
  close(fd);
  unlink("plain");
  int ends[2];
  if (pipe(ends) != 0) return 1;
  all("the reading end of a pipe", ends[0]);
  all("the writing end of a pipe", ends[1]);
  close(ends[0]);
  close(ends[1]);
  fd = dial("SILENT");
  all("a connected socket", fd);
  close(fd);
  fd = socket(AF_INET, SOCK_STREAM, 0);
  all("a new socket", fd);
  close(fd);
  all("a closed one", fd);
  all("none", -1);
}
