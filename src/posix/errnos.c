// SPDX-License-Identifier: MIT
// The page names errors; their numbers are those of the libc that the program was linked with. It reads them
// here.

#include <errno.h>

struct errno_entry {
  int number;
  const char* name;
};

static const struct errno_entry entries[] = {
#define ERRNO(name, text) {name, #name},
#include "errnos.def"
#undef ERRNO
    {0, 0},
};

/// The table, ended by the number 0. The page calls this once, before the program starts.
__attribute__((export_name("porthole_errnos"))) const void* porthole_errnos(void) {
  return entries;
}
