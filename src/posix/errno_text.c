// SPDX-License-Identifier: MIT
// What perror and gai_strerror print natively on Debian: glibc's English texts in place of musl's.

#include <errno.h>
#include <locale.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

char* strerror(int number) {
  static char unknown[32];
  switch (number) {
    case 0:
      return "Success";
#define ERRNO(name, text) \
  case name:              \
    return text;
#include "errnos.def"
#undef ERRNO
    default:
      snprintf(unknown, sizeof unknown, "Unknown error %d", number);
      return unknown;
  }
}

char* __strerror_l(int number, locale_t locale) {
  (void)locale;
  return strerror(number);
}

char* strerror_l(int number, locale_t locale) {
  return __strerror_l(number, locale);
}

const char* gai_strerror(int error) {
  switch (error) {
    case 0:
      return "Success";
    case EAI_BADFLAGS:
      return "Bad value for ai_flags";
    case EAI_NONAME:
      return "Name or service not known";
    case EAI_AGAIN:
      return "Temporary failure in name resolution";
    case EAI_FAIL:
      return "Non-recoverable failure in name resolution";
    case EAI_NODATA:
      return "No address associated with hostname";
    case EAI_FAMILY:
      return "ai_family not supported";
    case EAI_SOCKTYPE:
      return "ai_socktype not supported";
    case EAI_SERVICE:
      return "Servname not supported for ai_socktype";
    case EAI_MEMORY:
      return "Memory allocation failure";
    case EAI_SYSTEM:
      return "System error";
    case -9:  // EAI_ADDRFAMILY, which musl does not name
      return "Address family for hostname not supported";
    default:
      return "Unknown error";
  }
}

const char* hstrerror(int error) {
  switch (error) {
    case 0:
      return "Resolver Error 0 (no error)";
    case HOST_NOT_FOUND:
      return "Unknown host";
    case TRY_AGAIN:
      return "Host name lookup failure";
    case NO_RECOVERY:
      return "Unknown server error";
    case NO_DATA:
      return "No address associated with name";
    default:
      return "Unknown resolver error";
  }
}
