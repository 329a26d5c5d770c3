// SPDX-License-Identifier: MIT
/// What the page writes for getaddrinfo: the canonical name, then one record for each address.
#ifndef PORTHOLE_POSIX_LOOKUP_H
#define PORTHOLE_POSIX_LOOKUP_H

#include <stdint.h>

enum { CANONICAL_SIZE = 256, ADDRESS_SIZE = 28, RECORDS = 64 };

struct lookup_record {
  int32_t flags, family, type, protocol;
  uint32_t length;
  unsigned char address[ADDRESS_SIZE];
};

struct lookup {
  char canonical[CANONICAL_SIZE];
  struct lookup_record records[RECORDS];
};

#endif
