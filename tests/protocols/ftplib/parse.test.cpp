// SPDX-License-Identifier: MIT
#include "protocols/ftplib/parse.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/ftplib/error.hpp"

using namespace porthole::ftplib;

TEST_CASE("PASV's port is found whatever stands around it") {
  CHECK(parse227("227 Entering Passive Mode (127,0,0,1,156,64)") == 40000);
  CHECK(parse227("227 Entering Passive Mode. 10,0,0,1,0,21.") == 21);
  CHECK(parse227("227 =127,0,0,1,255,255") == 65535);
  CHECK(parse227("227 In 2 moments (1,2,3,4,5,6)") == 1286);
  for (const char* bad : {"227 Entering Passive Mode", "227 (127,0,0,1,156)", "227 (1,2,3,4,256,1)",
                          "227 (1,2,3,4,0,0)", "227 (1,2,3,4,99999999999999999999,1)", "227"})
    CHECK_THROWS_AS(parse227(bad), error_proto);
}

TEST_CASE("EPSV's port stands between its own separators") {
  CHECK(parse229("229 Entering Extended Passive Mode (|||6446|)") == 6446);
  CHECK(parse229("229 ok (!!!21!)") == 21);
  for (const char* bad : {"229 (|||0|)", "229 (|||65536|)", "229 (|||-1|)", "229 (||6446|)", "229 (|||6446)",
                          "229 ()", "229 |||6446|", "229 (||||)", "229 )(", "229"})
    CHECK_THROWS_AS(parse229(bad), error_proto);
}

TEST_CASE("a directory's quotes are doubled") {
  CHECK(parse257("257 \"/\" is the current directory") == "/");
  CHECK(parse257("257 \"/a \"\"b\"\" c\" created") == "/a \"b\" c");
  CHECK(parse257("257 \"/文件\"") == "/文件");
  CHECK(parse257("257 created").empty());
  CHECK(parse257("257 \"unended") == "unended");
  CHECK_THROWS_AS(parse257("250 fine"), error_proto);
}

TEST_CASE("numbers are numbers") {
  CHECK(parse150("150 Opening BINARY mode data connection for x (1234 bytes)") == 1234);
  CHECK(parse150("150 Opening (x) (18446744073709551615 bytes)") == 18446744073709551615ULL);
  CHECK(parse150("150 (18446744073709551616 bytes)") == std::nullopt);
  CHECK(parse150("150 (-1 bytes)") == std::nullopt);
  CHECK(parse150("150 here it comes") == std::nullopt);
  CHECK(parse_size("213 1234") == 1234);
  CHECK(parse_size("213 1234 ") == 1234);
  for (const char* bad : {"213 -1", "213 12x", "213 ", "213", "200 12", "213 99999999999999999999"})
    CHECK_THROWS_AS(parse_size(bad), error_proto);
}

TEST_CASE("times are UTC") {
  CHECK(parse_time("19700101000000") == 0);
  CHECK(parse_time("20251123120000.123") == 1763899200);
  CHECK(parse_time("20240229235960") == 1709251200);
  CHECK(parse_time("191001123120000") == 974980800);  // hosts of 2000 that wrote "19" and 100
  for (const char* bad : {"", "2025", "20250229000000", "20251323120000", "20251123240000", "2025112312000x",
                          "99999999999999999999", "202511231200000"})
    CHECK_THROWS_AS(parse_time(bad), error_proto);
}

TEST_CASE("an entry's name is everything after the first blank") {
  CHECK(parse_mlsx("Type=file;Size=12;Modify=20251123120000; a b  c") ==
        Entry{"a b  c", {{"type", "file"}, {"size", "12"}, {"modify", "20251123120000"}}});
  CHECK(parse_mlsx(" 你好") == Entry{"你好", {}});
  CHECK(parse_mlsx("type=OS.unix=slink:/x; y").facts.at("type") == "OS.unix=slink:/x");
  for (const char* bad : {"", "type=file;", "type=file; ", "nofact; name", "=x; name"})
    CHECK_THROWS_AS(parse_mlsx(bad), error_proto);
}

TEST_CASE("addresses are written as PORT and EPRT want them") {
  CHECK(port_argument("192.0.2.1", 40000) == "192,0,2,1,156,64");
  CHECK(eprt_argument("192.0.2.1", 40000) == "|1|192.0.2.1|40000|");
  CHECK(eprt_argument("2001:db8::1", 21) == "|2|2001:db8::1|21|");
  CHECK_THROWS_AS(port_argument("2001:db8::1", 21), std::invalid_argument);
}
