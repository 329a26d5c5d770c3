// SPDX-License-Identifier: MIT
// Every way to sleep, and none of them too short.

#include <sched.h>

#include "peer.h"

int main(void) {
  double start = now();
  struct timespec time = {.tv_nsec = 30000000}, left;
  say("nanosleep", nanosleep(&time, &left));
  say_elapsed("nanosleep", start, 30, 300);
  start = now();
  say("usleep", usleep(20000));
  say_elapsed("usleep", start, 20, 300);
  start = now();
  say("sleep", sleep(1));
  say_elapsed("sleep", start, 1000, 1300);
  clock_gettime(CLOCK_MONOTONIC, &time);
  time.tv_nsec += 40000000;
  if (time.tv_nsec >= 1000000000) {
    time.tv_sec++;
    time.tv_nsec -= 1000000000;
  }
  start = now();
  say("clock_nanosleep", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL));
  say_elapsed("clock_nanosleep", start, 38, 300);
  start = now();
  say("until a time that has passed", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL));
  say_elapsed("it", start, 0, 100);
  time.tv_nsec = 1000000000;
  say("a bad time", nanosleep(&time, NULL));
  say("a zero one", usleep(0));
  int yields = 0;
  for (start = now(); now() - start < 20;) yields += sched_yield() == 0;
  printf("sched_yield: %d\n", yields > 0);
  time_t seconds = 0;
  clock_gettime(CLOCK_REALTIME, &time);
  seconds = time.tv_sec;
  printf("the date is plausible: %d\n", seconds > 1600000000);
}
