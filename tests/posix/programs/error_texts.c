// SPDX-License-Identifier: MIT
// strerror and perror in Debian's words, for every error both sides know.

#include "peer.h"

int main(void) {
#define ERRNO(name, text) printf("%s: %s\n", #name, strerror(name));
#include "posix/errnos.def"
#undef ERRNO
  puts(strerror(0));
  puts(strerror(4321));
  puts(strerror(-1));
  errno = ECONNRESET;
  perror("perror");
  // EAI_OVERFLOW is left out: glibc has a text for it since Debian 13 only.
  const int lookups[] = {EAI_BADFLAGS, EAI_NONAME,  EAI_AGAIN,  EAI_FAIL,   EAI_FAMILY,
                         EAI_SOCKTYPE, EAI_SERVICE, EAI_MEMORY, EAI_SYSTEM, -4321};
  for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++) puts(gai_strerror(lookups[i]));
  for (int i = 0; i < 6; i++) puts(hstrerror(i));
}
