// SPDX-License-Identifier: MIT
// Echo off and on, keys that are not letters, reads that do not wait, keys typed ahead and thrown away.

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "peer.h"

static struct termios usual;

static void ask(const char* prompt) {
  char line[64];
  printf("%s", prompt);
  fflush(stdout);
  ssize_t count = read(0, line, sizeof line);
  printf("%zd [", count);
  for (ssize_t i = 0; i < count; i++) {
    if (line[i] >= 32 && line[i] < 127) {
      putchar(line[i]);
    } else {
      printf("<%d>", (unsigned char)line[i]);
    }
  }
  printf("]\n");
}

static void local(tcflag_t off, tcflag_t on) {
  struct termios changed = usual;
  changed.c_lflag = (changed.c_lflag & ~off) | on;
  if (tcsetattr(0, TCSANOW, &changed) != 0) perror("tcsetattr");
}

int main(void) {
  say("tcgetattr", tcgetattr(0, &usual));
  fcntl(0, F_SETFL, O_RDWR | O_NONBLOCK);
  char byte;
  say("read without waiting", read(0, &byte, 1));
  fcntl(0, F_SETFL, O_RDWR);
  local(ECHO, 0);
  ask("password: ");
  local(ECHO, ECHONL);
  ask("and again: ");
  local(0, 0);
  ask("keys: ");
  ask("kill: ");
  ask("tab: ");
  ask("empty: ");
  ask("words: ");
  printf("typed ahead: ");
  fflush(stdout);
  poll(&(struct pollfd){.fd = 0, .events = POLLIN}, 1, 10000);
  int available = -1;
  ioctl(0, FIONREAD, &available);
  printf("%d bytes\n", available);
  say("tcflush", tcflush(0, TCIFLUSH));
  say("poll", poll(&(struct pollfd){.fd = 0, .events = POLLIN}, 1, 0));
  ask("after the flush: ");
  struct termios raw = usual;
  cfmakeraw(&raw);
  tcsetattr(0, TCSADRAIN, &raw);
  printf("raw\r\nno return\n");
  fflush(stdout);
  char bytes[3];
  long total = 0;
  while (total < 3) total += read(0, bytes + total, (size_t)(3 - total));
  tcsetattr(0, TCSANOW, &usual);
  printf("<%d><%d><%d>\n", bytes[0], bytes[1], bytes[2]);
  if (write(0, "written to 0\n", 13) != 13) perror("write");
  printf("speed %d %d\n", cfgetospeed(&usual) == B38400, cfgetispeed(&usual) == B38400);
  printf("ttyname: %d\n", ttyname(0) != NULL);
  printf("ctermid: %d\n", strlen(ctermid(NULL)) > 0);
}
