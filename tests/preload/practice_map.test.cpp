// SPDX-License-Identifier: MIT
#include "preload/practice_map.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

#include "catch_amalgamated.hpp"

using porthole::is_practice_address;
using porthole::is_practice_name;
using porthole::PracticeMap;

TEST_CASE("a line is one service") {
  const auto map = PracticeMap::parse("www.test 198.18.0.10 80 41873\necho.test 198.18.0.16 7 5007\n");
  REQUIRE(map.services().size() == 2);
  CHECK(map.services()[0].host() == "www.test");
  CHECK(map.services()[0].address == 0xC612000A);
  CHECK(map.services()[0].port == 80);
  CHECK(map.services()[0].target == 41873);
  CHECK(map.services()[1].host() == "echo.test");
}

TEST_CASE("the last line needs no newline, and blanks and CR do no harm") {
  const auto map =
      PracticeMap::parse("  www.test\t198.18.0.10  80 41873 \r\n\n\necho.test 198.18.0.16 7 5007");
  CHECK(map.services().size() == 2);
}

TEST_CASE("lines that make no sense are passed over") {
  const std::string_view line = GENERATE(
      "www.test", "www.test 198.18.0.10 80", "www.test 198.18.0.10 80 41873 more",
      "www.test 198.18.0 80 41873", "www.test 198.18.0.10.1 80 41873", "www.test 198.18.0.256 80 41873",
      "www.test 198.18.0.10 0 41873", "www.test 198.18.0.10 80 65536", "www.test 198.18.0.10 -80 41873",
      "www.test 198.18.0.10 80x 41873", "www.test 198.18..10 80 41873", "# a comment");
  CHECK(PracticeMap::parse(line).services().empty());
}

TEST_CASE("a name that does not fit is passed over, one that just fits is not") {
  const std::string longest(63, 'a');
  CHECK(PracticeMap::parse(longest + " 198.18.0.10 80 1").services().size() == 1);
  CHECK(PracticeMap::parse(longest + "a 198.18.0.10 80 1").services().empty());
}

TEST_CASE("more services than fit are left out") {
  std::string text;
  for (int i = 1; i <= 100; ++i) text += "www.test 198.18.0.10 " + std::to_string(i) + " 1\n";
  CHECK(PracticeMap::parse(text).services().size() == PracticeMap::capacity);
}

TEST_CASE("services are found by name, by address and by where they really listen") {
  const auto map = PracticeMap::parse("ftp.test 198.18.0.12 21 2121\nftp.test 198.18.0.12 20 2020\n");
  REQUIRE(map.named("FTP.Test.") != nullptr);
  CHECK(map.named("ftp.test")->address == 0xC612000C);
  CHECK(map.named("ftp") == nullptr);
  CHECK(map.at(0xC612000C, 20)->target == 2020);
  CHECK(map.at(0xC612000C, 22) == nullptr);
  CHECK(map.at(0xC612000D) == nullptr);
  CHECK(map.behind(2121)->port == 21);
  CHECK(map.behind(21) == nullptr);
}

TEST_CASE("practice names are those below .test") {
  CHECK(is_practice_name("www.test"));
  CHECK(is_practice_name("a.b.TEST."));
  CHECK_FALSE(is_practice_name("test"));
  CHECK_FALSE(is_practice_name(".test"));
  CHECK_FALSE(is_practice_name("www.test.example"));
  CHECK_FALSE(is_practice_name("wwwtest"));
  CHECK_FALSE(is_practice_name(""));
}

TEST_CASE("practice addresses are 198.18.0.0/24") {
  CHECK(is_practice_address(0xC6120000));
  CHECK(is_practice_address(0xC61200FF));
  CHECK_FALSE(is_practice_address(0xC6120100));
  CHECK_FALSE(is_practice_address(0x7F000001));
}

TEST_CASE("the map's place follows the environment") {
  unsetenv("PORTHOLE_PRACTICE_MAP");
  unsetenv("XDG_STATE_HOME");
  setenv("HOME", "/home/someone", 1);
  std::array<char, 64> path;
  CHECK(PracticeMap::default_path(path) == "/home/someone/.local/state/porthole/practice.map");
  setenv("XDG_STATE_HOME", "/state", 1);
  CHECK(PracticeMap::default_path(path) == "/state/porthole/practice.map");
  setenv("PORTHOLE_PRACTICE_MAP", "/tmp/own.map", 1);
  CHECK(PracticeMap::default_path(path) == "/tmp/own.map");
  setenv("PORTHOLE_PRACTICE_MAP", std::string(64, 'x').c_str(), 1);
  CHECK(PracticeMap::default_path(path).empty());
}

TEST_CASE("a missing file is an empty map") {
  PracticeMap map = PracticeMap::parse("www.test 198.18.0.10 80 41873\n");
  CHECK_FALSE(PracticeMap::load("/nonexistent/practice.map", map));
  CHECK(map.services().empty());
}
