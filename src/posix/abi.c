// SPDX-License-Identifier: MIT
// web/posix/abi.ts repeats these numbers and layouts: a sysroot that changes one does not build.

#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <termios.h>

#define IS(what, number) _Static_assert((what) == (number), #what)

IS(AF_UNIX, 1);
IS(AF_INET, 2);
IS(AF_INET6, 10);
IS(SOCK_STREAM, 1);
IS(SOCK_DGRAM, 2);
IS(SOCK_RAW, 3);
IS(SOCK_NONBLOCK, 04000);
IS(SOCK_CLOEXEC, 02000000);
IS(SOL_SOCKET, 1);
IS(SO_REUSEADDR, 2);
IS(SO_TYPE, 3);
IS(SO_ERROR, 4);
IS(SO_DONTROUTE, 5);
IS(SO_BROADCAST, 6);
IS(SO_SNDBUF, 7);
IS(SO_RCVBUF, 8);
IS(SO_KEEPALIVE, 9);
IS(SO_OOBINLINE, 10);
IS(SO_PRIORITY, 12);
IS(SO_LINGER, 13);
IS(SO_REUSEPORT, 15);
IS(SO_RCVLOWAT, 18);
IS(SO_SNDLOWAT, 19);
IS(SO_ACCEPTCONN, 30);
IS(SO_PROTOCOL, 38);
IS(SO_DOMAIN, 39);
IS(SO_TIMESTAMP, 63);
IS(TCP_NODELAY, 1);
IS(IP_TOS, 1);
IS(IP_TTL, 2);
IS(IPV6_V6ONLY, 26);
IS(MSG_PEEK, 2);
IS(MSG_TRUNC, 0x20);
IS(MSG_DONTWAIT, 0x40);
IS(MSG_WAITALL, 0x100);
IS(MSG_NOSIGNAL, 0x4000);
IS(POLLIN, 1);
IS(POLLPRI, 2);
IS(POLLOUT, 4);
IS(POLLERR, 8);
IS(POLLHUP, 16);
IS(POLLNVAL, 32);
IS(POLLRDHUP, 0x2000);
IS(O_CREAT, 0100);
IS(O_EXCL, 0200);
IS(O_TRUNC, 01000);
IS(O_APPEND, 02000);
IS(O_NONBLOCK, 04000);
IS(O_DIRECTORY, 0200000);
IS(O_CLOEXEC, 02000000);
IS(AT_FDCWD, -100);
IS(AT_REMOVEDIR, 0x200);
IS(F_DUPFD, 0);
IS(F_GETFD, 1);
IS(F_SETFD, 2);
IS(F_GETFL, 3);
IS(F_SETFL, 4);
IS(F_DUPFD_CLOEXEC, 1030);
IS(FIONREAD, 0x541B);
IS(FIONBIO, 0x5421);
IS(TCGETS, 0x5401);
IS(TCSETS, 0x5402);
IS(TCSETSW, 0x5403);
IS(TCSETSF, 0x5404);
IS(TIOCGWINSZ, 0x5413);
IS(TIOCSWINSZ, 0x5414);
IS(TCFLSH, 0x540B);
IS(ICRNL, 0400);
IS(INLCR, 0100);
IS(IGNCR, 0200);
IS(OPOST, 1);
IS(ONLCR, 4);
IS(ISIG, 1);
IS(ICANON, 2);
IS(ECHO, 8);
IS(VINTR, 0);
IS(VQUIT, 1);
IS(VERASE, 2);
IS(VKILL, 3);
IS(VEOF, 4);
IS(VTIME, 5);
IS(VMIN, 6);
IS(VWERASE, 14);
IS(SIGINT, 2);
IS(SIGPIPE, 13);
IS(SIGALRM, 14);
IS(SIGTERM, 15);
IS(SIGABRT, 6);
IS(SIGWINCH, 28);
IS(SIGQUIT, 3);
IS(AI_PASSIVE, 1);
IS(AI_CANONNAME, 2);
IS(AI_NUMERICHOST, 4);
IS(AI_V4MAPPED, 8);
IS(AI_ALL, 16);
IS(AI_ADDRCONFIG, 32);
IS(AI_NUMERICSERV, 0x400);
IS(NI_NUMERICHOST, 1);
IS(NI_NUMERICSERV, 2);
IS(NI_NAMEREQD, 8);
IS(NI_DGRAM, 16);
IS(EAI_BADFLAGS, -1);
IS(EAI_NONAME, -2);
IS(EAI_AGAIN, -3);
IS(EAI_FAIL, -4);
IS(EAI_FAMILY, -6);
IS(EAI_SOCKTYPE, -7);
IS(EAI_SERVICE, -8);
IS(EAI_MEMORY, -10);
IS(EAI_SYSTEM, -11);
IS(EAI_OVERFLOW, -12);
IS(EAI_NODATA, -5);

IS(sizeof(struct sockaddr_in), 16);
IS(sizeof(struct sockaddr_in6), 28);
IS(sizeof(struct sockaddr_un), 110);
IS(sizeof(struct iovec), 8);
IS(sizeof(struct msghdr), 28);
IS(offsetof(struct msghdr, msg_iov), 8);
IS(offsetof(struct msghdr, msg_control), 16);
IS(offsetof(struct msghdr, msg_flags), 24);
IS(sizeof(struct pollfd), 8);
IS(sizeof(fd_set), 128);
IS(sizeof(struct termios), 60);
IS(offsetof(struct termios, c_cc), 17);
IS(sizeof(struct linger), 8);
IS(sizeof(struct timeval), 16);
IS(sizeof(struct timespec), 16);
IS(offsetof(struct addrinfo, ai_family), 4);
IS(sizeof(struct stat), 96);
IS(offsetof(struct stat, st_mode), 4);
IS(offsetof(struct stat, st_size), 24);
IS(offsetof(struct stat, st_atim), 40);
IS(offsetof(struct stat, st_ino), 88);
IS(offsetof(struct dirent, d_name), 19);
