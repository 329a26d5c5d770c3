// SPDX-License-Identifier: MIT
// Signals that a program sends itself: handlers, masks, what is pending, and the way out by siglongjmp.

#include <setjmp.h>
#include <signal.h>

#include "peer.h"

static volatile sig_atomic_t last, count;
static sigjmp_buf out;

static void handle(int number) {
  last = number;
  count++;
}
static void explain(int number, siginfo_t* info, void* context) {
  (void)context;
  last = number;
  printf("in the handler: %d\n", info->si_signo == number);
}
static void leave(int number) {
  siglongjmp(out, number);
}

static void masks(void) {
  sigset_t set, old, pending;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  signal(SIGUSR1, handle);
  count = 0;
  say("block", sigprocmask(SIG_BLOCK, &set, NULL));
  raise(SIGUSR1);
  raise(SIGUSR1);
  printf("handled while blocked: %d\n", (int)count);
  say("sigpending", sigpending(&pending));
  printf("pending: %d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2));
  say("unblock", sigprocmask(SIG_UNBLOCK, &set, &old));
  printf("handled: %d, it was blocked: %d\n", (int)count, sigismember(&old, SIGUSR1));
  say("a bad way", sigprocmask(77, &set, NULL));
}

int main(void) {
  printf("before: %d\n", signal(SIGUSR1, handle) == SIG_DFL);
  printf("then: %d\n", signal(SIGUSR1, SIG_IGN) == handle);
  say("raise what is ignored", raise(SIGUSR1));
  printf("%d\n", (int)count);
  signal(SIGUSR2, handle);
  say("kill", kill(getpid(), SIGUSR2));
  printf("%d %d\n", last == SIGUSR2, (int)count);
  say("kill with 0", kill(getpid(), 0));
  struct sigaction action = {.sa_sigaction = explain, .sa_flags = SA_SIGINFO};
  say("sigaction", sigaction(SIGUSR1, &action, NULL));
  raise(SIGUSR1);
  action = (struct sigaction){.sa_handler = handle, .sa_flags = SA_RESETHAND};
  sigaction(SIGHUP, &action, NULL);
  raise(SIGHUP);
  sigaction(SIGHUP, NULL, &action);
  printf("once only: %d\n", last == SIGHUP && action.sa_handler == SIG_DFL);
  say("sigaction of SIGKILL", sigaction(SIGKILL, &(struct sigaction){.sa_handler = handle}, NULL));
  say("sigaction of none", sigaction(999, &(struct sigaction){.sa_handler = handle}, NULL));
  printf("signal of none: %d\n", signal(999, handle) == SIG_ERR);
  masks();
  signal(SIGTERM, leave);
  volatile int rounds = 0;
  if (sigsetjmp(out, 1) < SIGTERM) {
    while (1) {
      rounds++;
      raise(SIGTERM);
    }
  }
  printf("out after %d\n", rounds);
  puts(strsignal(SIGINT));
  puts(strsignal(SIGPIPE));
  fflush(stdout);
  signal(SIGTERM, SIG_DFL);
  raise(SIGTERM);
  puts("never");
}
