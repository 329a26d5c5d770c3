// SPDX-License-Identifier: MIT
#include "protocols/email/charset.hpp"

#include <catch_amalgamated.hpp>
#include <chrono>

using namespace porthole::email;

TEST_CASE("Every character set that mail usually names is known, under its many names") {
  for (const char* name : {"us-ascii",       "ASCII",          "",
                           "utf-8",          "UTF8",           "iso-8859-1",
                           "ISO_8859-1",     "iso8859-15",     "latin1",
                           "iso-8859-8-i",   "windows-1250",   "cp1252",
                           "x-windows-1252", "windows-874",    "koi8-r",
                           "koi8-u",         "gb2312",         "GB_2312-80",
                           "x-gbk",          "cp936",          "gb18030",
                           "gb-18030",       "hz-gb-2312",     "hz",
                           "big5",           "x-big5",         "big5-hkscs",
                           "cp950",          "shift_jis",      "x-sjis",
                           "windows-31j",    "euc-jp",         "iso-2022-jp",
                           "euc-kr",         "ks_c_5601-1987", "cp949",
                           "utf-7",          "utf-16",         "utf-16le",
                           "tis-620",        " utf-8 "}) {
    INFO(name);
    CHECK(known_charset(name));
  }
  for (int part = 1; part <= 16; ++part) {
    CHECK(known_charset("iso-8859-" + std::to_string(part)) == (part != 12));
  }
}

TEST_CASE("What names no character set is unknown, and named in the error") {
  for (const std::string& name :
       {std::string("no-such-set"), std::string("utf-8//TRANSLIT"), std::string("../../etc/passwd"),
        std::string("utf-8\0", 6), std::string(1000, 'x')}) {
    CHECK_FALSE(known_charset(name));
    CHECK_THROWS_AS(to_utf8("x", name), LookupError);
  }
  CHECK_THROWS_WITH(to_utf8("x", "no-such-set"), "unknown character set: no-such-set");
}

TEST_CASE("Text of many lands becomes the same UTF-8 with every C library") {
  CHECK(to_utf8("\xC4\xE3\xBA\xC3\xA3\xAC\xCA\xC0\xBD\xE7\xA1\xA4\xA1\xAA", "gb2312") == "你好，世界·—");
  CHECK(to_utf8("\x81\x30\x81\x30\x90\x30\x81\x30", "gb18030") == "\u0080\U00010000");
  CHECK(to_utf8("\xC1\x63\xC5\xE9", "big5") == "繁體");
  CHECK(to_utf8("~{Dc:C~}~~ ok\n", "hz-gb-2312") == "你好~ ok\n");
  CHECK(to_utf8("\x82\xB1\x82\xF1\xB1\x5C\x7E", "shift_jis") == "こんｱ\\~");
  CHECK(to_utf8("\xA4\xB3\xA4\xF3", "euc-jp") == "こん");
  CHECK(to_utf8("\x1B$B$3$s\x1B(B x", "iso-2022-jp") == "こん x");
  CHECK(to_utf8("\xBE\xC8\xB3\xE7\x8C\x63", "ks_c_5601-1987") == "안녕똠");
  CHECK(to_utf8("\x80\x93\x94\xE9", "windows-1252") == "€“”é");
  CHECK(to_utf8("\xF0\xD2", "koi8-r") == "Пр");
  CHECK(to_utf8("\xE4\xE9", "iso-8859-5") == "фщ");
  CHECK(to_utf8("\xA4", "iso-8859-15") == "€");
  CHECK(to_utf8("+T2BZfQ-! +AOk- +2D3eAA-", "utf-7") == "你好! é 😀");
  CHECK(to_utf8(std::string("\xFF\xFE`O}Y", 6), "utf-16") == "你好");
}

TEST_CASE("Bytes that mean nothing become U+FFFD, and the rest stays") {
  CHECK(to_utf8("a\xFF"
                "b",
                "gb18030") ==
        "a\uFFFD"
        "b");
  CHECK(to_utf8("\xC4\xE3\xBA", "gb18030") == "你\uFFFD");
  CHECK(to_utf8("a\xE4\xBD", "utf-8") == "a\uFFFD");
  CHECK(to_utf8("a\xE9", "us-ascii") == "a\uFFFD");
  CHECK(to_utf8("+2D0-x+3gA-", "utf-7") == "\uFFFDx\uFFFD");
  CHECK(to_utf8("~{Dc~", "hz").starts_with("你"));
  for (const char* charset :
       {"gbk", "big5", "euc-kr", "shift_jis", "iso-2022-jp", "utf-16", "hz", "utf-7", "windows-1252"}) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i * 37);
    INFO(charset);
    CHECK(is_utf8(to_utf8(bytes, charset)));
  }
}

TEST_CASE("Megabytes of nothing but bad bytes take linear time") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(to_utf8(std::string(2'000'000, '\xFF'), "gb18030").size() == 6'000'000);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
