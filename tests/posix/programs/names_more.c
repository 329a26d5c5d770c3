// SPDX-License-Identifier: MIT
// The rarer corners of netdb.h and arpa/inet.h.

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include "peer.h"

static void look(const char* what, const char* host, const char* service, struct addrinfo hints) {
  struct addrinfo* found = NULL;
  int error = getaddrinfo(host, service, &hints, &found);
  printf("%s: %s\n", what, error ? gai_strerror(error) : "found");
  for (struct addrinfo* i = found; i; i = i->ai_next) {
    printf("  %s type %d protocol %d length %u%s%s\n", i->ai_family == AF_INET ? "inet" : "inet6",
           i->ai_socktype, i->ai_protocol, (unsigned)i->ai_addrlen, i->ai_canonname ? " " : "",
           i->ai_canonname ? i->ai_canonname : "");
  }
  if (found) freeaddrinfo(found);
}

static void hints(void) {
  look("TCP by protocol", "10.0.0.1", "80", (struct addrinfo){.ai_protocol = IPPROTO_TCP});
  look("UDP by protocol", "10.0.0.1", "80", (struct addrinfo){.ai_protocol = IPPROTO_UDP});
  look("TCP for datagrams", "10.0.0.1", "80",
       (struct addrinfo){.ai_socktype = SOCK_DGRAM, .ai_protocol = IPPROTO_TCP});
  look("raw", "10.0.0.1", NULL, (struct addrinfo){.ai_socktype = SOCK_RAW, .ai_protocol = IPPROTO_ICMP});
  look("a service for raw", "10.0.0.1", "http", (struct addrinfo){.ai_socktype = SOCK_RAW});
  look(
      "mapped", "10.0.0.1", "80",
      (struct addrinfo){.ai_family = AF_INET6, .ai_socktype = SOCK_STREAM, .ai_flags = AI_V4MAPPED | AI_ALL});
  look("passive with a host", "10.0.0.1", "80",
       (struct addrinfo){.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE});
  look("numeric", "10.0.0.1", "80",
       (struct addrinfo){.ai_socktype = SOCK_STREAM,
                         .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_CANONNAME});
  look("an alias of a service", "10.0.0.1", "www", (struct addrinfo){.ai_socktype = SOCK_STREAM});
  look("a service in capitals", "10.0.0.1", "HTTP", (struct addrinfo){.ai_socktype = SOCK_STREAM});
  struct addrinfo* found = NULL;
  printf("no hints: %d\n", getaddrinfo("10.0.0.1", "80", NULL, &found));
  int count = 0;
  for (struct addrinfo* i = found; i; i = i->ai_next) count++;
  printf("%d entries\n", count);
  freeaddrinfo(found);
}

static void describe(const char* what, const void* name, socklen_t length, socklen_t room, int flags) {
  char host[80] = "", service[40] = "";
  int error = getnameinfo(name, length, host, room, service, sizeof service, flags);
  printf("%s: %s", what, error ? reason_of(error) : host);
  printf(" %s\n", error ? "" : service);
}

static void descriptions(void) {
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(25), .sin_addr = {htonl(0x0a000001)}};
  struct sockaddr_in6 six = {
      .sin6_family = AF_INET6, .sin6_port = htons(443), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  const int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  describe("IPv4", &four, sizeof four, 80, NI_NUMERICHOST);
  describe("IPv6", &six, sizeof six, 80, NI_NUMERICHOST);
  describe("a short address", &four, 4, 80, numeric);
  describe("a short IPv6 address", &six, sizeof four, 80, numeric);
  describe("room for 9 of 10", &four, sizeof four, 8, numeric);
  describe("room for 10 of 10", &four, sizeof four, 9, numeric);
  four.sin_family = 77;
  describe("another family", &four, sizeof four, 80, numeric);
  four.sin_family = AF_INET;
  describe("unknown flags", &four, sizeof four, 80, 0x8000);
  inet_pton(AF_INET6, "::ffff:10.0.0.1", &six.sin6_addr);
  describe("mapped", &six, sizeof six, 80, numeric);
}

static void texts(void) {
  char text[64];
  struct in_addr four = {htonl(0x7f000001)};
  struct in6_addr six;
  printf("inet_ntop into 9: %d\n", inet_ntop(AF_INET, &four, text, 9) == NULL);
  perror("inet_ntop");
  printf("inet_ntop into 10: %s\n", inet_ntop(AF_INET, &four, text, 10));
  printf("inet_ntop of no family: %d\n", inet_ntop(77, &four, text, 64) == NULL);
  perror("inet_ntop");
  const char* const good[] = {"::",
                              "1::",
                              "::1:0:0:0",
                              "2001:db8::1:0:0:1",
                              "2001:DB8:0:0:8:800:200C:417A",
                              "1:2:3:4:5:6:77.77.88.88"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    int result = inet_pton(AF_INET6, good[i], &six);
    printf("%s: %d %s\n", good[i], result, inet_ntop(AF_INET6, &six, text, sizeof text));
  }
  const char* const bad[] = {
      "", ":", "1:", "1:2:3", ":::1", "12345::", "1::2::3", "::1%lo", "1:2:3:4:5:6:7:8:9", "::256.1.1.1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    printf("%s: %d\n", bad[i], inet_pton(AF_INET6, bad[i], &six));
  const char* const fours[] = {"1.2.3", "01.2.3.4", "1.2.3.4 ", "0x1.2.3.4", "1.2.3.256"};
  for (size_t i = 0; i < 5; i++) printf("%s: %d\n", fours[i], inet_pton(AF_INET, fours[i], &four));
  printf("inet_addr %#x %#x\n", (unsigned)ntohl(inet_addr("10.1")), (unsigned)inet_addr("no"));
  printf("%#x %#x\n", (unsigned)ntohl(0x01020304) == 0x01020304, (unsigned)htons(0x0102) == 0x0201);
}

static void tables(void) {
  struct servent* service = getservbyname("www", NULL);
  printf("www: %d %s\n", service ? ntohs((unsigned short)service->s_port) : 0,
         service ? service->s_proto : "-");
  service = getservbyport(htons(25), NULL);
  printf("25: %s\n", service ? service->s_name : "-");
  printf("65000: %d\n", getservbyport(htons(65000), "tcp") == NULL);
  printf("http/none: %d\n", getservbyname("http", "none") == NULL);
  struct in_addr loopback = {htonl(INADDR_LOOPBACK)};
  struct hostent* host = gethostbyaddr(&loopback, sizeof loopback, AF_INET);
  printf("gethostbyaddr: %s\n", host ? host->h_name : "-");
  host = gethostbyname2("::1", AF_INET6);
  printf("gethostbyname2: %d\n", host ? host->h_length : -1);
  printf("gethostbyaddr of 3 bytes: %d\n", gethostbyaddr(&loopback, 3, AF_INET) == NULL);
  char name[IF_NAMESIZE] = "";
  unsigned index = if_nametoindex("lo");
  printf("lo: %d %s\n", index != 0, if_indextoname(index, name) ? name : "-");
  printf("none: %u\n", if_nametoindex("none0"));
}

int main(void) {
  hints();
  descriptions();
  texts();
  tables();
}
