// SPDX-License-Identifier: MIT
// What a program can ask about the machine it runs on.

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "imports.h"

int __syscall_uname(intptr_t buffer) {
  struct utsname* names = (struct utsname*)buffer;
  strcpy(names->sysname, "Porthole");
  strcpy(names->release, "1");
  strcpy(names->version, "#1");
  strcpy(names->machine, "wasm32");
  strcpy(names->domainname, "(none)");
  return page_uname(names->nodename, sizeof names->nodename);
}

int getentropy(void* buffer, size_t size) {
  if (size > 256) {
    errno = EIO;
    return -1;
  }
  return page_random(buffer, size);
}
