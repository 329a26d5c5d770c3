// SPDX-License-Identifier: MIT
// setitimer, and alarm with it: the page rings, the call that waits gives EINTR.

#include <errno.h>
#include <sys/time.h>

#include "imports.h"

static double milliseconds(const struct timeval* time) {
  return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

static struct timeval timeval(double value) {
  struct timeval time = {.tv_sec = (time_t)(value / 1e3)};
  time.tv_usec = (suseconds_t)((value - (double)time.tv_sec * 1e3) * 1e3);
  return time;
}

static int set(int which, const struct itimerval* wanted, struct itimerval* old) {
  double before[2];
  int result = wanted ? page_setitimer(which, milliseconds(&wanted->it_value),
                                       milliseconds(&wanted->it_interval), before)
                      : page_setitimer(which, -1, 0, before);
  if (result < 0) {
    errno = -result;
    return -1;
  }
  if (old) *old = (struct itimerval){.it_value = timeval(before[0]), .it_interval = timeval(before[1])};
  return 0;
}

int setitimer(int which, const struct itimerval* restrict wanted, struct itimerval* restrict old) {
  return set(which, wanted, old);
}

int getitimer(int which, struct itimerval* old) {
  return set(which, NULL, old);
}
