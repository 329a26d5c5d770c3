// SPDX-License-Identifier: MIT
// getaddrinfo and getnameinfo: the page resolves, this allocates.

#include "lookup.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "imports.h"

void freeaddrinfo(struct addrinfo* list) {
  while (list) {
    struct addrinfo* next = list->ai_next;
    free(list->ai_canonname);
    free(list);
    list = next;
  }
}

static struct addrinfo* entry_of(const struct lookup_record* record) {
  struct addrinfo* entry = calloc(1, sizeof *entry + ADDRESS_SIZE);
  if (!entry) return NULL;
  entry->ai_flags = record->flags;
  entry->ai_family = record->family;
  entry->ai_socktype = record->type;
  entry->ai_protocol = record->protocol;
  entry->ai_addrlen = record->length;
  entry->ai_addr = (struct sockaddr*)(entry + 1);
  memcpy(entry->ai_addr, record->address, record->length);
  return entry;
}

int getaddrinfo(const char* restrict host, const char* restrict service,
                const struct addrinfo* restrict hints, struct addrinfo** restrict result) {
  struct lookup* found = malloc(sizeof *found);
  if (!found) return EAI_MEMORY;
  int error = page_getaddrinfo(host, service, hints, found, sizeof *found);
  int count = error > 0 ? error : 0;
  if (count > 0) error = 0;
  if (error <= -1000) {  // EAI_SYSTEM carries its errno
    errno = -error - 1000;
    error = EAI_SYSTEM;
  }
  struct addrinfo* first = NULL;
  struct addrinfo** end = &first;
  for (int i = 0; i < count && error == 0; i++, end = &(*end)->ai_next) {
    *end = entry_of(&found->records[i]);
    if (!*end || (i == 0 && found->canonical[0] && !((*end)->ai_canonname = strdup(found->canonical)))) {
      error = EAI_MEMORY;
      break;
    }
  }
  free(found);
  if (error) {
    freeaddrinfo(first);
  } else {
    *result = first;
  }
  return error;
}

int getnameinfo(const struct sockaddr* restrict address, socklen_t length, char* restrict host,
                socklen_t host_size, char* restrict service, socklen_t service_size, int flags) {
  return page_getnameinfo(address, length, host, host ? host_size : 0, service, service ? service_size : 0,
                          flags);
}
