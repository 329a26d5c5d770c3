// SPDX-License-Identifier: MIT
// readv, writev, sendmsg and recvmsg.

#include <sys/uio.h>

#include "peer.h"

int main(void) {
  int fd = dial("ECHO");
  struct iovec out[4] = {{(char*)"one ", 4}, {NULL, 0}, {(char*)"two ", 4}, {(char*)"three", 5}};
  say("writev", writev(fd, out, 4));
  char a[6] = {0}, b[3] = {0}, c[20] = {0}, all[32] = {0};
  while (recv(fd, all, sizeof all, MSG_PEEK) < 13) continue;
  struct iovec in[3] = {{a, 5}, {b, 2}, {c, 19}};
  say("readv", readv(fd, in, 3));
  printf("[%s][%s][%s]\n", a, b, c);
  struct msghdr message = {.msg_iov = out, .msg_iovlen = 4};
  say("sendmsg", sendmsg(fd, &message, MSG_NOSIGNAL));
  memset(c, 0, sizeof c);
  struct sockaddr_storage name;
  message = (struct msghdr){
      .msg_iov = in, .msg_iovlen = 3, .msg_name = &name, .msg_namelen = sizeof name, .msg_flags = 77};
  while (recv(fd, all, sizeof all, MSG_PEEK) < 13) continue;
  say("recvmsg", recvmsg(fd, &message, 0));
  printf("[%s][%s][%s] name %u flags %d\n", a, b, c, (unsigned)message.msg_namelen, message.msg_flags);
  say("recvmsg without waiting", recvmsg(fd, &message, MSG_DONTWAIT));
  say("writev of nothing", writev(fd, out, 0));
  close(fd);
}
