// SPDX-License-Identifier: MIT
// Very many, very small and impossible vectors.

#include <stdint.h>
#include <sys/uio.h>

#include "peer.h"

enum { MOST = 1024 };

static struct iovec parts[MOST + 1];
static char text[MOST + 1], copy[MOST + 1];

static void spread(char* over, int size) {
  for (int i = 0; i <= MOST; i++) parts[i] = (struct iovec){over + i * size % MOST, (size_t)size};
}

int main(void) {
  for (int i = 0; i < MOST; i++) text[i] = (char)('a' + i % 26);
  int fd = dial("ECHO");
  spread(text, 1);
  say("writev of 1024 single bytes", writev(fd, parts, MOST));
  while (recv(fd, copy, MOST, MSG_PEEK) < MOST) continue;
  memset(copy, 0, sizeof copy);
  spread(copy, 1);
  say("readv into 1024 single bytes", readv(fd, parts, MOST));
  printf("the same: %d\n", memcmp(text, copy, MOST) == 0);
  say("writev of 1025", writev(fd, parts, MOST + 1));
  say("readv of 1025", readv(fd, parts, MOST + 1));
  volatile int below = -1;  // hidden from the compiler, which would refuse it
  say("writev of -1", writev(fd, parts, below));
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = MOST + 1};
  say("sendmsg of 1025", sendmsg(fd, &message, 0));
  say("recvmsg of 1025", recvmsg(fd, &message, 0));
  message.msg_iovlen = 0;
  say("sendmsg of none", sendmsg(fd, &message, 0));
  parts[0].iov_len = SIZE_MAX;
  message.msg_iovlen = 1;
  say("a length below zero", writev(fd, parts, 1));
  say("and sendmsg", sendmsg(fd, &message, 0));

  send_text(fd, "abcdefghij");
  char one[4] = {0}, two[4] = {0}, three[8] = {0};
  struct iovec in[3] = {{one, 3}, {two, 3}, {three, 4}};
  struct sockaddr_storage name;
  char control[64];
  message = (struct msghdr){.msg_name = &name,
                            .msg_namelen = sizeof name,
                            .msg_iov = in,
                            .msg_iovlen = 3,
                            .msg_control = control,
                            .msg_controllen = sizeof control};
  say("recvmsg with MSG_WAITALL", recvmsg(fd, &message, MSG_WAITALL));
  printf("[%s][%s][%s] control %zu flags %d\n", one, two, three, (size_t)message.msg_controllen,
         message.msg_flags & ~MSG_WAITALL);
  send_text(fd, "0123456789");
  while (recv(fd, copy, 10, MSG_PEEK) < 10) continue;
  message.msg_iovlen = 2;
  say("recvmsg with MSG_PEEK", recvmsg(fd, &message, MSG_PEEK));
  printf("[%s][%s]\n", one, two);
  say("it is all there", recv(fd, copy, 10, 0));
  say("recv with MSG_TRUNC of nothing", recv(fd, copy, 10, MSG_TRUNC | MSG_DONTWAIT));
  say("recv with MSG_OOB", recv(fd, copy, 10, MSG_OOB));
  close(fd);
}
