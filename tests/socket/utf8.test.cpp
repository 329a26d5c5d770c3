// SPDX-License-Identifier: MIT
#include "socket/utf8.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

using namespace porthole;
using namespace std::string_view_literals;

TEST_CASE("the length of a sequence follows from its first byte") {
  CHECK(utf8_length("a") == 1);
  CHECK(utf8_length("é!") == 2);
  CHECK(utf8_length("中文") == 3);
  CHECK(utf8_length("😀") == 4);
  CHECK(utf8_length("\xf4\x8f\xbf\xbf") == 4);
  CHECK(utf8_length("\0"sv) == 1);
}

TEST_CASE("a sequence that the end cuts off may still become whole") {
  CHECK(utf8_length("") == 0);
  CHECK(utf8_length("\xc3") == 0);
  CHECK(utf8_length("\xe4\xb8") == 0);
  CHECK(utf8_length("\xf0\x9f\x98") == 0);
}

TEST_CASE("what cannot become a sequence is told at once") {
  for (const auto text : {"\x80"sv, "\xc0\x80"sv, "\xc1"sv, "\xe0\x80"sv, "\xed\xa0"sv, "\xf0\x80"sv,
                          "\xf4\x90"sv, "\xf5"sv, "\xff"sv, "\xe4\x41"sv, "\xe4\xb8\x41"sv}) {
    CAPTURE(text);
    CHECK(utf8_length(text) == -1);
  }
}

TEST_CASE("a replacement stands for the bytes that could have begun a sequence") {
  CHECK(utf8_bad_length("\xe2\x82"
                        "a") == 2);
  CHECK(utf8_bad_length("\xf0\x9f\x98\xff") == 3);
  CHECK(utf8_bad_length("\xe2(") == 1);
  CHECK(utf8_bad_length("\xed\xa0\x80") == 1);
  CHECK(utf8_bad_length("\xc0\x80") == 1);
  CHECK(utf8_bad_length("\x80") == 1);
}

TEST_CASE("text becomes code points") {
  CHECK(decode_utf8("aé中😀") == U"aé中😀");
  CHECK(decode_utf8("").empty());
  CHECK_THROWS_AS(decode_utf8("ab\xff"), std::invalid_argument);
  CHECK_THROWS_AS(decode_utf8("ab\xe4\xb8"), std::invalid_argument);
}
