// SPDX-License-Identifier: MIT
// gethostbyname, getservbyname, getprotobyname and the functions of arpa/inet.h.

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include "peer.h"

static void host(const char* name) {
  struct hostent* found = gethostbyname(name);
  if (!found) {
    printf("%s: %s\n", name, hstrerror(h_errno));
    return;
  }
  printf("%s: %s, %d bytes:", name, found->h_name, found->h_length);
  for (char** i = found->h_addr_list; *i; i++) printf(" %s", inet_ntoa(*(struct in_addr*)(void*)*i));
  printf("\n");
}

static void service(const char* name, const char* protocol) {
  struct servent* found = getservbyname(name, protocol);
  printf("%s/%s: %d\n", name, protocol, found ? ntohs((unsigned short)found->s_port) : -1);
}

int main(void) {
  host("127.0.0.1");
  host("10.1.2.3");
  host("localhost");
  host("two words");
  host("新浪网");
  service("http", "tcp");
  service("smtp", "tcp");
  service("tftp", "udp");
  service("nonsense", "tcp");
  struct servent* port = getservbyport(htons(119), "tcp");
  printf("port 119: %s\n", port ? port->s_name : "-");
  struct protoent* protocol = getprotobyname("tcp");
  printf("tcp: %d\n", protocol ? protocol->p_proto : -1);
  protocol = getprotobynumber(17);
  printf("17: %s\n", protocol ? protocol->p_name : "-");
  printf("no such protocol: %d\n", getprotobyname("nonsense") == NULL);

  struct in_addr address;
  printf("inet_aton: %d %d\n", inet_aton("127.1", &address), inet_aton("x", &address));
  printf("inet_pton: %d %d %d\n", inet_pton(AF_INET, "127.0.0.1", &address),
         inet_pton(AF_INET, "127.1", &address), inet_pton(77, "127.0.0.1", &address));
  perror("inet_pton");
  struct in6_addr six;
  char text[INET6_ADDRSTRLEN];
  const char* sixes[] = {"::1", "1:0:0:2:0:0:0:3", "fe80:0:0:0:0:0:0:1", "::ffff:1.2.3.4"};
  for (int i = 0; i < 4; i++) {
    inet_pton(AF_INET6, sixes[i], &six);
    printf("%s\n", inet_ntop(AF_INET6, &six, text, sizeof text));
  }
  char name[256] = "";
  say("gethostname", gethostname(name, sizeof name));
  printf("a host name: %d\n", name[0] != 0);
  struct ifaddrs* list;
  say("getifaddrs", getifaddrs(&list));
  int loopback = 0;
  for (struct ifaddrs* i = list; i; i = i->ifa_next) {
    if (i->ifa_addr && i->ifa_addr->sa_family == AF_INET && i->ifa_flags & IFF_LOOPBACK) {
      loopback = ((struct sockaddr_in*)(void*)i->ifa_addr)->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
    }
  }
  freeifaddrs(list);
  printf("loopback: %d\n", loopback);
}
