// SPDX-License-Identifier: MIT
// What a Telnet client does with its terminal: raw mode, keyboard and connection in one poll, the window's
// size on SIGWINCH.

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "peer.h"

static struct termios usual;
static volatile sig_atomic_t resized;

static void on_resize(int number) {
  (void)number;
  resized = 1;
}

static void window(void) {
  struct winsize size = {0};
  ioctl(0, TIOCGWINSZ, &size);
  printf("window %d by %d\r\n", size.ws_col, size.ws_row);
  fflush(stdout);
}

static void handle_resize(int flags) {
  struct sigaction action = {.sa_handler = on_resize, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  say("sigaction", sigaction(SIGWINCH, &action, NULL));
}

/// Sends each key to the host and shows in numbers what comes back, until Control-] ends it.
static void converse(int fd) {
  struct pollfd both[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
  unsigned char bytes[64];
  for (;;) {
    int ready = poll(both, 2, 10000);
    if (ready < 0) printf("poll: %s, resized %d\r\n", strerror(errno), (int)resized);
    if (ready <= 0) {
      if (ready == 0 || !resized) return;
      resized = 0;
      window();
      continue;
    }
    if (both[0].revents & POLLIN) {
      ssize_t count = read(0, bytes, sizeof bytes);
      if (count <= 0 || bytes[count - 1] == 29) return;
      if (write(fd, bytes, (size_t)count) != count) return;
    }
    if (both[1].revents & POLLIN) {
      ssize_t count = recv(fd, bytes, sizeof bytes, 0);
      for (ssize_t i = 0; i < count; i++) printf("<%d>", bytes[i]);
      fflush(stdout);
      if (count <= 0) return;
    }
  }
}

int main(void) {
  int fd = dial("ECHO");
  if (tcgetattr(0, &usual) != 0) return 1;
  handle_resize(SA_RESTART);  // poll is never restarted, whatever this says: signal(7)
  struct termios raw = usual;
  cfmakeraw(&raw);
  say("tcsetattr", tcsetattr(0, TCSANOW, &raw));
  struct termios now;
  tcgetattr(0, &now);
  printf("echo %d canonical %d signals %d output %d\r\n", (now.c_lflag & ECHO) != 0,
         (now.c_lflag & ICANON) != 0, (now.c_lflag & ISIG) != 0, (now.c_oflag & OPOST) != 0);
  printf("a line feed alone stays\nbelow\r\n");
  window();
  printf("connected\r\n");
  fflush(stdout);
  converse(fd);
  say("\r\ntcsetattr", tcsetattr(0, TCSANOW, &usual));

  // Line by line again: a resize lets a read go on when it may, and a Control-C is one.
  puts("usual");
  fflush(stdout);
  char line[32];
  ssize_t count = read(0, line, sizeof line);
  printf("read through a resize: %zd, resized %d\n", count, (int)resized);
  handle_resize(0);
  puts("not restarted");
  fflush(stdout);
  say("read", read(0, line, sizeof line));
  window();
  puts("last");
  fflush(stdout);
  read(0, line, sizeof line);
  puts("never here");
}
