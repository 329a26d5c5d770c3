// SPDX-License-Identifier: MIT
#include "protocols/ftplib/list.hpp"

#include <catch_amalgamated.hpp>

using namespace porthole::ftplib;

namespace {

constexpr std::time_t now = 1763899200;  // 2025-11-23 12:00

Entry entry(const char* name, const char* type, const char* size, const char* modify,
            const char* mode = nullptr) {
  Entry made{name, {{"type", type}, {"modify", modify}}};
  if (size != nullptr) made.facts["size"] = size;
  if (mode != nullptr) made.facts["unix.mode"] = mode;
  return made;
}

}  // namespace

TEST_CASE("lines of ls are understood") {
  CHECK(parse_list("-rw-r--r--   1 user     group        1234 Nov 23 11:59 a file  with blanks", now) ==
        entry("a file  with blanks", "file", "1234", "20251123115900", "rw-r--r--"));
  CHECK(parse_list("drwxr-xr-x 2 0 0 4096 Dec 31  2024 中文", now) ==
        entry("中文", "dir", "4096", "20241231000000", "rwxr-xr-x"));
  CHECK(parse_list("drwxrwxrwt+ 2 ftp 4096 Nov 24 12:00 tomorrow", now) ==
        entry("tomorrow", "dir", "4096", "20251124120000", "rwxrwxrwt"));
  CHECK(parse_list("-rw------- 1 u g 5 Dec 24 08:05 last-year", now) ==
        entry("last-year", "file", "5", "20241224080500", "rw-------"));
  CHECK(parse_list("lrwxrwxrwx 1 u g 9 Jan  1  2020 here -> /there/it is", now) ==
        entry("here", "OS.unix=slink:/there/it is", "9", "20200101000000", "rwxrwxrwx"));
  CHECK(parse_list("-rw-r--r-- 1 May 7 2 2024-02-29 23:59 iso", now) ==
        entry("iso", "file", "2", "20240229235900", "rw-r--r--"));
}

TEST_CASE("lines of dir and of EPLF are understood") {
  CHECK(parse_list("11-23-25  12:05AM       <DIR>          My Files", now) ==
        entry("My Files", "dir", nullptr, "20251123000500"));
  CHECK(parse_list("01-02-1999  01:30PM             12345 a.txt", now) ==
        entry("a.txt", "file", "12345", "19990102133000"));
  CHECK(parse_list("+i8388621.48594,m825718503,r,s280,\tdjb.html", now) ==
        entry("djb.html", "file", "280", "19960301221503"));
  CHECK(parse_list("+i8388621.50690,m824255907,/,\t5 14", now) ==
        entry("5 14", "dir", nullptr, "19960213235827"));
}

TEST_CASE("other lines are nothing") {
  for (const char* line :
       {"", "total 12", "-rw-r--r-- 1 u g 12 Nov 23 12:00", "-rw-r--r-- 1 u g 12 Nov 23 12:00 ",
        "-rw-r--r-- 1 u g x Nov 23 12:00 name", "-rw-r--r-- 1 u g 12 Nov 99 12:00 name",
        "-zz-r--r-- 1 u g 12 Nov 23 12:00 name", "99-23-25  12:00PM <DIR> x", "11-23-25  12:00PM <DIR>",
        "+m1,r", "+m1,r,\t", "hello world"})
    CHECK(parse_list(line, now) == std::nullopt);
  CHECK_FALSE(parse_list("drwxr-xr-x 2 0 0 4096 Feb 31  2024 no-such-day", now)->facts.contains("modify"));
}
