// SPDX-License-Identifier: MIT
// Signals: the page can raise one while a call waits; SIGPIPE, SIGABRT and raise() come from the program
// itself. libc's sigaction and raise are replaced whole: they know neither siginfo nor SA_RESETHAND.

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "imports.h"

enum { BY_DEFAULT, IGNORED, HANDLED };

// libc's pthread_sigmask keeps these.
extern sigset_t __sig_pending;
bool __sig_is_blocked(int number);

struct sigaction __sig_actions[_NSIG];

int __sigaction(int number, const struct sigaction* restrict action, struct sigaction* restrict old) {
  if (number <= 0 || number >= _NSIG || (action && (number == SIGKILL || number == SIGSTOP))) {
    errno = EINVAL;
    return -1;
  }
  if (old) *old = __sig_actions[number];
  if (action) __sig_actions[number] = *action;
  return 0;
}

int sigaction(int number, const struct sigaction* restrict action, struct sigaction* restrict old)
    __attribute__((alias("__sigaction")));

/// How the program takes a signal. The page asks while the program is suspended.
__attribute__((export_name("porthole_disposition"))) int porthole_disposition(int number) {
  if (number <= 0 || number >= _NSIG) return IGNORED;
  const struct sigaction* action = &__sig_actions[number];
  if (__sig_is_blocked(number)) return HANDLED;
  if (action->sa_handler == SIG_IGN) return IGNORED;
  if (action->sa_handler != SIG_DFL) return HANDLED;
  return number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT ? IGNORED
                                                                                          : BY_DEFAULT;
}

int raise(int number) {
  if (number < 0 || number >= _NSIG) {
    errno = EINVAL;
    return -1;
  }
  if (number == 0) return 0;
  if (__sig_is_blocked(number)) return sigaddset(&__sig_pending, number);
  int disposition = porthole_disposition(number);
  if (disposition == IGNORED) return 0;
  if (disposition == BY_DEFAULT) page_killed(number);
  struct sigaction action = __sig_actions[number];
  if ((unsigned)action.sa_flags & SA_RESETHAND) __sig_actions[number].sa_handler = SIG_DFL;
  // No signal is blocked meanwhile: siglongjmp, which does not restore the mask here, may leave the handler.
  if (action.sa_flags & SA_SIGINFO) {
    siginfo_t info = {.si_signo = number, .si_code = SI_USER};
    action.sa_sigaction(number, &info, NULL);
  } else {
    action.sa_handler(number);
  }
  return 0;
}

int porthole_interrupted(void) {
  int restart = 1;
  for (int number = page_signal(); number != 0; number = page_signal()) {
    if (!__sig_is_blocked(number) && !(__sig_actions[number].sa_flags & SA_RESTART)) restart = 0;
    int saved = errno;
    raise(number);
    errno = saved;
  }
  return restart;
}

/// What the kernel does when a write meets a connection that is closed for writing.
void porthole_broken_pipe(void) {
  raise(SIGPIPE);
}

#ifndef PORTHOLE_GLUE  // whose own abort tells the page
_Noreturn void abort(void) {
  if (porthole_disposition(SIGABRT) == HANDLED) raise(SIGABRT);
  page_killed(SIGABRT);
}
#endif
