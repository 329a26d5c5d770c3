// SPDX-License-Identifier: MIT
// Signals: the page can raise one while a call waits; SIGPIPE and abort come from the program itself.

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "imports.h"

enum { BY_DEFAULT, IGNORED, HANDLED };

/// How the program takes a signal. The page asks while the program is suspended.
__attribute__((export_name("porthole_disposition"))) int porthole_disposition(int number) {
  struct sigaction action;
  if (sigaction(number, NULL, &action) != 0) return BY_DEFAULT;
  if (action.sa_handler == SIG_IGN) return IGNORED;
  if (action.sa_handler != SIG_DFL) return HANDLED;
  return number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT ? IGNORED
                                                                                          : BY_DEFAULT;
}

int porthole_interrupted(void) {
  int restart = 1;
  for (int number = page_signal(); number != 0; number = page_signal()) {
    struct sigaction action;
    sigaction(number, NULL, &action);
    if (!(action.sa_flags & SA_RESTART)) restart = 0;
    if (porthole_disposition(number) == BY_DEFAULT) page_killed(number);
    int saved = errno;
    raise(number);
    errno = saved;
  }
  return restart;
}

/// What the kernel does when a write meets a connection that is closed for writing.
void porthole_broken_pipe(void) {
  sigset_t blocked;
  sigprocmask(SIG_BLOCK, NULL, &blocked);
  if (!sigismember(&blocked, SIGPIPE) && porthole_disposition(SIGPIPE) == BY_DEFAULT) page_killed(SIGPIPE);
  raise(SIGPIPE);
}

_Noreturn void abort(void) {
  if (porthole_disposition(SIGABRT) == HANDLED) raise(SIGABRT);
  page_killed(SIGABRT);
}
