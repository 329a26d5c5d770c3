// SPDX-License-Identifier: MIT
// getaddrinfo and getnameinfo: numbers in every notation, flags, services, and names that are none.

#include <arpa/inet.h>
#include <netinet/in.h>

#include "peer.h"

static void show(const struct addrinfo* entry) {
  char host[64], service[32];
  int error = getnameinfo(entry->ai_addr, entry->ai_addrlen, host, sizeof host, service, sizeof service,
                          NI_NUMERICHOST | NI_NUMERICSERV);
  printf("  family %d type %d protocol %d %s port %s%s%s\n", entry->ai_family == AF_INET ? 4 : 6,
         entry->ai_socktype, entry->ai_protocol, error ? gai_strerror(error) : host, service,
         entry->ai_canonname ? " " : "", entry->ai_canonname ? entry->ai_canonname : "");
}

static void look(const char* host, const char* service, int family, int type, int flags) {
  struct addrinfo hints = {.ai_family = family, .ai_socktype = type, .ai_flags = flags};
  struct addrinfo* found = NULL;
  int error = getaddrinfo(host, service, &hints, &found);
  printf("%.40s %s family %d type %d flags %#x: %s\n", host ? host : "-", service ? service : "-", family,
         type, (unsigned)flags, error ? gai_strerror(error) : "found");
  if (error) return;
  for (struct addrinfo* i = found; i; i = i->ai_next) show(i);
  freeaddrinfo(found);
}

static void numbers(void) {
  const char* hosts[] = {
      "127.0.0.1",      "127.1",   "0x7f.1",  "0177.0.0.1", "2130706433", "1.2.3.4.5",
      "256.1.1.1",      "1.2.3.",  "::1",     "::",         "fe80::1",    "1:2:3:4:5:6:7:8",
      "::ffff:1.2.3.4", "1::2::3", "12345::", ":::",        "::1.2.3.4"};
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
    look(hosts[i], "80", AF_UNSPEC, SOCK_STREAM, AI_NUMERICHOST);
  }
  look("127.0.0.1", "80", AF_INET6, SOCK_STREAM, AI_NUMERICHOST);
  look("127.0.0.1", "80", AF_INET6, SOCK_STREAM, AI_NUMERICHOST | AI_V4MAPPED);
  look("::1", "80", AF_INET, SOCK_STREAM, 0);
  look("10.0.0.1", NULL, AF_UNSPEC, 0, 0);
  look("10.0.0.1", "80", AF_UNSPEC, SOCK_STREAM, AI_CANONNAME);
}

static void services(void) {
  const char* names[] = {"http",  "domain", "ftp", "smtp", "no such service", "", "0", "65535",
                         "65536", "-1",     " 80", "80x",  "99999999"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    look("10.0.0.1", names[i], AF_INET, SOCK_STREAM, 0);
  look("10.0.0.1", "domain", AF_INET, 0, 0);
  look("10.0.0.1", "tftp", AF_INET, SOCK_STREAM, 0);
  look("10.0.0.1", "http", AF_INET, SOCK_STREAM, AI_NUMERICSERV);
}

static void bad(void) {
  char long_name[301];
  memset(long_name, 'a', 300);
  long_name[300] = 0;
  const char* hosts[] = {"",  "two words",        " ",         "新浪网", "a..b",
                         "-", "example.com/path", "tab\there", long_name};
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) look(hosts[i], "80", AF_INET, SOCK_STREAM, 0);
  look("localhost", "80", AF_INET, SOCK_STREAM, AI_NUMERICHOST);
  look(NULL, NULL, AF_UNSPEC, 0, 0);
  look(NULL, "80", AF_UNSPEC, SOCK_STREAM, AI_CANONNAME);
  look("10.0.0.1", "80", 77, SOCK_STREAM, 0);
  look("10.0.0.1", "80", AF_INET, 77, 0);
  look("10.0.0.1", "80", AF_INET, SOCK_STREAM, 0x4000000);
}

static void describe(const char* host, int port, int flags, socklen_t host_size, socklen_t service_size) {
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  inet_pton(AF_INET, host, &name.sin_addr);
  char found[64] = "", service[64] = "";
  int error = getnameinfo((struct sockaddr*)&name, sizeof name, host_size ? found : NULL, host_size,
                          service_size ? service : NULL, service_size, flags);
  printf("%s %d %#x: %s %s %s\n", host, port, (unsigned)flags, error ? reason_of(error) : "ok", found,
         service);
}

int main(void) {
  numbers();
  services();
  bad();
  look("localhost", "80", AF_INET, SOCK_STREAM, 0);
  look("LocalHost", "80", AF_INET, SOCK_STREAM, 0);
  look(NULL, "80", AF_INET, SOCK_STREAM, 0);
  look(NULL, "80", AF_INET, SOCK_STREAM, AI_PASSIVE);
  look(NULL, "80", AF_INET6, SOCK_STREAM, AI_PASSIVE);
  describe("127.0.0.1", 80, NI_NUMERICHOST, 64, 64);
  describe("127.0.0.1", 80, NI_NUMERICHOST | NI_NUMERICSERV, 64, 64);
  describe("127.0.0.1", 69, NI_NUMERICHOST | NI_DGRAM, 64, 64);
  describe("127.0.0.1", 60001, NI_NUMERICHOST, 64, 64);
  describe("127.0.0.1", 80, NI_NUMERICHOST, 5, 64);
  describe("127.0.0.1", 80, NI_NUMERICHOST, 0, 64);
  describe("127.0.0.1", 80, NI_NUMERICHOST, 64, 0);
  describe("127.0.0.1", 80, NI_NUMERICHOST, 0, 0);
  describe("127.0.0.1", 80, 0, 64, 0);
}
