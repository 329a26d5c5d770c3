// SPDX-License-Identifier: MIT
// The older lookups, on top of getaddrinfo. getservbyname reads /etc/services, which the page provides.

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_ADDRESSES = 16 };

struct host_storage {
  char* aliases[1];
  char* list[MOST_ADDRESSES + 1];
  unsigned char addresses[MOST_ADDRESSES][16];
  char name[256];
};

static int h_errno_of(int error) {
  switch (error) {
    case EAI_NONAME:
      return HOST_NOT_FOUND;
    case EAI_AGAIN:
      return TRY_AGAIN;
    case EAI_NODATA:
      return NO_DATA;
    default:
      return NO_RECOVERY;
  }
}

static int lookup_name(const char* name, int family, struct hostent* host, struct host_storage* storage) {
  struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM, .ai_flags = AI_CANONNAME};
  struct addrinfo* found;
  int error = getaddrinfo(name, NULL, &hints, &found);
  if (error) return h_errno_of(error);
  memset(storage, 0, sizeof *storage);
  int size = family == AF_INET6 ? 16 : 4, count = 0;
  for (struct addrinfo* i = found; i && count < MOST_ADDRESSES; i = i->ai_next, count++) {
    const void* bytes = family == AF_INET6
                            ? (const void*)&((struct sockaddr_in6*)(void*)i->ai_addr)->sin6_addr
                            : (const void*)&((struct sockaddr_in*)(void*)i->ai_addr)->sin_addr;
    memcpy(storage->addresses[count], bytes, (size_t)size);
    storage->list[count] = (char*)storage->addresses[count];
  }
  strncpy(storage->name, found->ai_canonname ? found->ai_canonname : name, sizeof storage->name - 1);
  freeaddrinfo(found);
  *host = (struct hostent){.h_name = storage->name,
                           .h_aliases = storage->aliases,
                           .h_addrtype = family,
                           .h_length = size,
                           .h_addr_list = storage->list};
  return 0;
}

int gethostbyname2_r(const char* name, int family, struct hostent* host, char* buffer, size_t size,
                     struct hostent** result, int* error) {
  *result = NULL;
  size_t padding = (size_t)(-(uintptr_t)buffer & 7);
  if (size < sizeof(struct host_storage) + padding) return ERANGE;
  *error = lookup_name(name, family, host, (struct host_storage*)(void*)(buffer + padding));
  if (*error)
    return *error == HOST_NOT_FOUND || *error == NO_DATA ? ENOENT : *error == TRY_AGAIN ? EAGAIN : EBADMSG;
  *result = host;
  return 0;
}

int gethostbyname_r(const char* name, struct hostent* host, char* buffer, size_t size,
                    struct hostent** result, int* error) {
  return gethostbyname2_r(name, AF_INET, host, buffer, size, result, error);
}

struct hostent* gethostbyname2(const char* name, int family) {
  static struct hostent host;
  static struct host_storage storage;
  h_errno = lookup_name(name, family, &host, &storage);
  return h_errno ? NULL : &host;
}

struct hostent* gethostbyname(const char* name) {
  return gethostbyname2(name, AF_INET);
}

struct hostent* gethostbyaddr(const void* address, socklen_t length, int family) {
  static struct hostent host;
  static struct host_storage storage;
  struct sockaddr_in6 six = {.sin6_family = AF_INET6};
  struct sockaddr_in four = {.sin_family = AF_INET};
  int is_six = family == AF_INET6;
  if (length != (is_six ? 16 : 4)) {
    h_errno = NO_RECOVERY;
    return NULL;
  }
  memcpy(is_six ? (void*)&six.sin6_addr : (void*)&four.sin_addr, address, length);
  memset(&storage, 0, sizeof storage);
  int error = getnameinfo(is_six ? (void*)&six : (void*)&four, is_six ? sizeof six : sizeof four,
                          storage.name, sizeof storage.name, NULL, 0, NI_NAMEREQD);
  if (error) {
    h_errno = h_errno_of(error);
    return NULL;
  }
  memcpy(storage.addresses[0], address, length);
  storage.list[0] = (char*)storage.addresses[0];
  host = (struct hostent){storage.name, storage.aliases, family, (int)length, storage.list};
  return &host;
}

static struct protoent* protocol(const char* name, int number) {
  static char* none[] = {NULL};
  static struct protoent known[] = {{"ip", none, IPPROTO_IP},     {"icmp", none, IPPROTO_ICMP},
                                    {"tcp", none, IPPROTO_TCP},   {"udp", none, IPPROTO_UDP},
                                    {"ipv6", none, IPPROTO_IPV6}, {"ipv6-icmp", none, IPPROTO_ICMPV6}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (name ? strcmp(name, known[i].p_name) == 0 : number == known[i].p_proto) return &known[i];
  }
  return NULL;
}

struct protoent* getprotobyname(const char* name) {
  return protocol(name, 0);
}
struct protoent* getprotobynumber(int number) {
  return protocol(NULL, number);
}
