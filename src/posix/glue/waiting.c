// SPDX-License-Identifier: MIT
// poll and select over descriptors of both sides. Emscripten's answer at once, so a wait for both asks it
// again now and then; a wait for sockets alone sleeps until something happens.

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

#include "../imports.h"
#include "glue.h"

THEIRS("env", int, __syscall_poll, intptr_t fds, int count, int timeout);
THEIRS("env", int, __syscall_fcntl64, int fd, int command, uintptr_t* arguments);

/// How long Emscripten's descriptors go unasked: milliseconds.
static const double TURN = 20;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/// The entries of one side, one after the other, and back again.
static int gather(const struct pollfd* all, size_t count, int page, struct pollfd* part) {
  int size = 0;
  for (size_t i = 0; i < count; i++)
    if (all[i].fd >= 0 && is_page(all[i].fd) == page) part[size++] = all[i];
  return size;
}
static void scatter(struct pollfd* all, size_t count, int page, const struct pollfd* part) {
  for (size_t i = 0; i < count; i++)
    if (all[i].fd >= 0 && is_page(all[i].fd) == page) all[i].revents = (part++)->revents;
}

/// Emscripten's answer, and which descriptors are closed: it leaves those out.
static int poll_theirs(struct pollfd* entries, int count) {
  int ready = theirs___syscall_poll((intptr_t)entries, count, 0);
  uintptr_t unused = 0;
  for (int i = 0; i < count && ready >= 0; i++) {
    if (entries[i].revents || theirs___syscall_fcntl64(entries[i].fd, F_GETFD, &unused) >= 0) continue;
    entries[i].revents = POLLNVAL;
    ready++;
  }
  return ready;
}

static int poll_both(struct pollfd* all, size_t count, double limit, struct pollfd* theirs,
                     struct pollfd* ours) {
  int their_count = gather(all, count, 0, theirs), our_count = gather(all, count, 1, ours);
  double end = now() + limit;
  for (;;) {
    int ready = poll_theirs(theirs, their_count);
    if (ready < 0) return ready;
    double left = limit < 0 ? TURN : end - now();
    if (left < 0 || ready > 0) left = 0;
    int more = page_poll(ours, (size_t)our_count, left < TURN ? left : TURN);
    if (more < 0) return more;
    if (ready + more == 0 && (limit < 0 || now() < end)) continue;
    for (size_t i = 0; i < count; i++) all[i].revents = 0;
    scatter(all, count, 0, theirs);
    scatter(all, count, 1, ours);
    return ready + more;
  }
}

int porthole_poll(void* fds, size_t count, double limit) {
  struct pollfd* all = fds;
  int only_page = 1;
  for (size_t i = 0; i < count; i++) only_page &= all[i].fd < 0 || is_page(all[i].fd);
  if (only_page) return page_poll(fds, count, limit);
  struct pollfd* parts = calloc(2 * count, sizeof *parts);
  if (!parts) return -ENOMEM;
  int result = poll_both(all, count, limit, parts, parts + count);
  free(parts);
  return result;
}

static int is_in(int fd, const fd_set* set) {
  return set && FD_ISSET(fd, set);
}

/// Puts fd into a set if one of these events came; returns how many bits that made.
static int mark(const struct pollfd* entry, int events, fd_set* set, int wanted) {
  if (!(entry->revents & events) || !(entry->events & wanted)) return 0;
  FD_SET(entry->fd, set);
  return 1;
}

int porthole_select(int count, void* reading, void* writing, void* failing, double limit) {
  struct pollfd entries[FD_SETSIZE];
  size_t used = 0;
  if (count < 0 || count > FD_SETSIZE) return -EINVAL;
  for (int fd = 0; fd < count; fd++) {
    int events = (is_in(fd, reading) ? POLLIN : 0) | (is_in(fd, writing) ? POLLOUT : 0) |
                 (is_in(fd, failing) ? POLLPRI : 0);
    if (events) entries[used++] = (struct pollfd){.fd = fd, .events = (short)events};
  }
  int result = porthole_poll(entries, used, limit);
  if (result < 0) return result;
  for (size_t i = 0; i < used; i++)
    if (entries[i].revents & POLLNVAL) return -EBADF;
  for (int i = 0; i < 3; i++) {
    void* set = (void*[]){reading, writing, failing}[i];
    if (set) memset(set, 0, sizeof(fd_set));
  }
  int bits = 0;
  for (size_t i = 0; i < used; i++) {
    bits += mark(&entries[i], POLLIN | POLLHUP | POLLERR, reading, POLLIN);
    bits += mark(&entries[i], POLLOUT | POLLERR, writing, POLLOUT);
    bits += mark(&entries[i], POLLPRI, failing, POLLPRI);
  }
  return bits;
}
