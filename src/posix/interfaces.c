// SPDX-License-Identifier: MIT
// The page's one network interface: the loopback of the tab. Hosts outside are the gateway's business.

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

struct storage {
  struct ifaddrs four, six;
  struct sockaddr_in address4, mask4;
  struct sockaddr_in6 address6, mask6;
};

int getifaddrs(struct ifaddrs** result) {
  struct storage* all = calloc(1, sizeof *all);
  if (!all) {
    errno = ENOMEM;
    return -1;
  }
  static char name[] = "lo";
  all->address4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  all->mask4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(0xff000000)}};
  all->address6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  all->mask6.sin6_family = AF_INET6;
  memset(&all->mask6.sin6_addr, 0xff, sizeof all->mask6.sin6_addr);
  unsigned flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING;
  all->four = (struct ifaddrs){.ifa_next = &all->six,
                               .ifa_name = name,
                               .ifa_flags = flags,
                               .ifa_addr = (struct sockaddr*)&all->address4,
                               .ifa_netmask = (struct sockaddr*)&all->mask4};
  all->six = (struct ifaddrs){.ifa_name = name,
                              .ifa_flags = flags,
                              .ifa_addr = (struct sockaddr*)&all->address6,
                              .ifa_netmask = (struct sockaddr*)&all->mask6};
  *result = &all->four;
  return 0;
}

void freeifaddrs(struct ifaddrs* list) {
  free(list);
}

unsigned if_nametoindex(const char* name) {
  if (strcmp(name, "lo") == 0) return 1;
  errno = ENODEV;
  return 0;
}

char* if_indextoname(unsigned index, char* name) {
  if (index == 1) return strcpy(name, "lo");
  errno = ENXIO;
  return NULL;
}
