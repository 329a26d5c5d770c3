// SPDX-License-Identifier: MIT
// Calls whose purpose is to wait. libc's sleeps spin, which would keep the page's event loop from running.

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "imports.h"

static const double FOREVER = -1;

static int invalid(const struct timespec* time) {
  return time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec > 999999999L;
}

static double milliseconds(const struct timespec* time) {
  return time ? (double)time->tv_sec * 1e3 + (double)time->tv_nsec / 1e6 : FOREVER;
}

static int result_of(int result) {
  if (result >= 0) return result;
  errno = -result;
  return -1;
}

int __syscall_poll(intptr_t fds, int count, int timeout) {
  return INTERRUPTIBLE(porthole_poll((void*)fds, (size_t)count, timeout));
}

int ppoll(struct pollfd* fds, nfds_t count, const struct timespec* timeout, const sigset_t* mask) {
  if (timeout && invalid(timeout)) return result_of(-EINVAL);
  sigset_t saved;
  if (mask) sigprocmask(SIG_SETMASK, mask, &saved);
  int result = INTERRUPTIBLE(porthole_poll(fds, count, milliseconds(timeout)));
  if (mask) sigprocmask(SIG_SETMASK, &saved, NULL);
  return result_of(result);
}

int select(int count, fd_set* reading, fd_set* writing, fd_set* failing, struct timeval* timeout) {
  if (timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0)) return result_of(-EINVAL);
  struct timespec start, end;
  double limit = timeout ? (double)timeout->tv_sec * 1e3 + (double)timeout->tv_usec / 1e3 : FOREVER;
  clock_gettime(CLOCK_MONOTONIC, &start);
  int result = INTERRUPTIBLE(porthole_select(count, reading, writing, failing, limit));
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (timeout && result >= 0) {  // Linux writes back the time that was left
    double left = limit - (milliseconds(&end) - milliseconds(&start));
    if (left < 0 || result == 0) left = 0;
    timeout->tv_sec = (time_t)(left / 1e3);
    timeout->tv_usec = (suseconds_t)((left - (double)timeout->tv_sec * 1e3) * 1e3);
  }
  return result_of(result);
}

int pselect(int count, fd_set* reading, fd_set* writing, fd_set* failing, const struct timespec* timeout,
            const sigset_t* mask) {
  if (timeout && invalid(timeout)) return result_of(-EINVAL);
  sigset_t saved;
  if (mask) sigprocmask(SIG_SETMASK, mask, &saved);
  int result = INTERRUPTIBLE(porthole_select(count, reading, writing, failing, milliseconds(timeout)));
  if (mask) sigprocmask(SIG_SETMASK, &saved, NULL);
  return result_of(result);
}

int __clock_nanosleep(clockid_t clock, int flags, const struct timespec* wanted, struct timespec* left) {
  if (clock == CLOCK_THREAD_CPUTIME_ID || invalid(wanted)) return EINVAL;
  double limit = milliseconds(wanted), rest = 0;
  if (flags & TIMER_ABSTIME) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) return errno;
    limit -= milliseconds(&now);
  }
  int result = INTERRUPTIBLE(page_sleep(limit > 0 ? limit : 0, &rest));
  if (result < 0 && left && !(flags & TIMER_ABSTIME)) {
    left->tv_sec = (time_t)(rest / 1e3);
    left->tv_nsec = (long)((rest - (double)left->tv_sec * 1e3) * 1e6);
  }
  return -result;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec* wanted, struct timespec* left)
    __attribute__((alias("__clock_nanosleep")));

int sched_yield(void) {
  return page_yield();
}

int pause(void) {
  return result_of(INTERRUPTIBLE(page_pause()));
}
