// SPDX-License-Identifier: MIT
// The end of a program: its sockets are closed, as a kernel would; the status is Emscripten's to tell.

#include <stdlib.h>
#include <unistd.h>

#include "../imports.h"

/// Runs at exit and after main, if the program was linked with -sEXIT_RUNTIME. It may not wait: the page goes
/// on delivering what was sent.
__attribute__((destructor)) static void finish(void) {
  page_finished();
}

/// A signal that nobody handles, with the status that a shell shows.
_Noreturn void page_killed(int number) {
  page_finished();
  _Exit(128 + number);
}
