// SPDX-License-Identifier: MIT
// Arguments, environment, options, time and text: what a program finds around it.

#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <wchar.h>

#include "peer.h"

static void options(int argc, char* argv[]) {
  static const struct option longs[] = {
      {"verbose", no_argument, NULL, 'v'}, {"port", required_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
  int option;
  opterr = 0;
  while ((option = getopt_long(argc, argv, "vp:", longs, NULL)) != -1) {
    printf("option %c %s\n", option, optarg && option == 'p' ? optarg : "-");
  }
  for (int i = optind; i < argc; i++) printf("argument %s\n", argv[i]);
}

static void environment(void) {
  say("setenv", setenv("PORTHOLE_A", "one", 1));
  say("setenv that keeps", setenv("PORTHOLE_A", "two", 0));
  puts(getenv("PORTHOLE_A"));
  static char text[] = "PORTHOLE_B=three";
  say("putenv", putenv(text));
  puts(getenv("PORTHOLE_B"));
  say("unsetenv", unsetenv("PORTHOLE_A"));
  printf("gone: %d\n", getenv("PORTHOLE_A") == NULL);
  say("a bad name", setenv("A=B", "x", 1));
  printf("LANG %s, HOME is set: %d\n", getenv("LANG"), getenv("HOME") != NULL);
}

static void clocks(void) {
  time_t moment = 1234567890;
  struct tm* parts = gmtime(&moment);
  char text[64];
  strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S", parts);
  puts(text);
  printf("timegm: %d\n", timegm(parts) == moment);
  setenv("TZ", "UTC0", 1);
  tzset();
  printf("localtime %d\n", localtime(&moment)->tm_hour);
  printf("mktime %d\n", mktime(localtime(&moment)) == moment);
  struct tm read = {0};
  printf("strptime %d\n", strptime("2024-02-29 12:30", "%Y-%m-%d %H:%M", &read) != NULL);
  printf("%d-%d-%d\n", read.tm_year, read.tm_mon, read.tm_mday);
  struct timespec earlier, later, resolution;
  clock_gettime(CLOCK_MONOTONIC, &earlier);
  int backwards = 0;
  for (int i = 0; i < 1000; i++) {
    clock_gettime(CLOCK_MONOTONIC, &later);
    backwards +=
        later.tv_sec < earlier.tv_sec || (later.tv_sec == earlier.tv_sec && later.tv_nsec < earlier.tv_nsec);
    earlier = later;
  }
  printf("backwards %d\n", backwards);
  say("clock_getres", clock_getres(CLOCK_MONOTONIC, &resolution));
  say("clock_gettime of none", clock_gettime(999, &later));
}

int main(int argc, char* argv[]) {
  options(argc, argv);
  environment();
  clocks();
  printf("setlocale: %d\n", setlocale(LC_ALL, "") != NULL);
  wchar_t wide[16];
  size_t characters = mbstowcs(wide, "新浪ab", 16);
  printf("mbstowcs %zu, columns %d\n", characters, wcswidth(wide, 4));
  printf("%ls|%5.2f|%x|%zu\n", L"新浪", 3.14159, 255u, sizeof(char));
  printf("getpid %d, uid %d\n", getpid() > 0, getuid() == geteuid());
  struct utsname names;
  say("uname", uname(&names));
  printf("names: %d %d\n", names.sysname[0] != 0, names.nodename[0] != 0);
  struct rlimit limit;
  say("getrlimit", getrlimit(RLIMIT_NOFILE, &limit));
  printf("a number of descriptors: %d, as sysconf: %d\n", limit.rlim_cur >= 64 && limit.rlim_cur < 100000000,
         sysconf(_SC_OPEN_MAX) == (long)limit.rlim_cur);
  say("getrlimit of none", getrlimit(99, &limit));
  printf("page size %d, processors %d\n", sysconf(_SC_PAGESIZE) > 0, sysconf(_SC_NPROCESSORS_ONLN) > 0);
  char host[HOST_NAME_MAX + 1] = "";
  say("gethostname", gethostname(host, sizeof host));
  printf("the same: %d\n", strcmp(host, names.nodename) == 0);
  return 42;
}
