// SPDX-License-Identifier: MIT
// alarm and setitimer: the old way to bound a wait.

#include <poll.h>
#include <signal.h>
#include <sys/time.h>

#include "peer.h"

static volatile sig_atomic_t rings;

static void ring(int number) {
  (void)number;
  rings++;
}

static void in(long milliseconds) {
  struct itimerval timer = {.it_value = {.tv_usec = milliseconds * 1000}};
  if (setitimer(ITIMER_REAL, &timer, NULL) != 0) perror("setitimer");
}

int main(void) {
  struct sigaction action = {.sa_handler = ring};
  sigaction(SIGALRM, &action, NULL);
  int fd = dial("SILENT");
  char byte;
  double start = now();
  say("alarm", alarm(1));
  say("recv", recv(fd, &byte, 1, 0));
  say_elapsed("recv", start, 900, 2500);
  in(50);
  start = now();
  say("poll", poll(NULL, 0, 5000));
  say_elapsed("poll", start, 45, 1000);
  in(50);
  say("usleep", usleep(900000));
  in(50);
  say("pause", pause());
  printf("%d rings\n", (int)rings);
  say("alarm", alarm(100));
  say("alarm again", alarm(0) >= 99);
  struct itimerval timer = {.it_interval = {.tv_usec = 20000}, .it_value = {.tv_usec = 20000}};
  say("setitimer", setitimer(ITIMER_REAL, &timer, NULL));
  rings = 0;
  while (rings < 5) poll(NULL, 0, 1000);
  timer = (struct itimerval){0};
  struct itimerval old;
  say("setitimer", setitimer(ITIMER_REAL, &timer, &old));
  printf("it would have gone on: %d\n", old.it_interval.tv_usec == 20000);
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, NULL);
  struct timeval limit = {.tv_usec = 300000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  rings = 0;
  in(50);
  send_text(fd, "x");
  struct pollfd poller = {.fd = fd, .events = POLLIN};
  say("poll is never restarted", poll(&poller, 1, 2000));
  printf("%d rings\n", (int)rings);
  fflush(stdout);
  signal(SIGALRM, SIG_DFL);
  in(50);
  recv(dial("SILENT"), &byte, 1, 0);
  puts("never");
}
