// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>
#include <stdexcept>
#include <string>

#include "socket/names.hpp"

using namespace porthole;

TEST_CASE("names in ASCII stay as they are") {
  CHECK(encode_host("").empty());
  CHECK(encode_host("www.Example.com") == "www.Example.com");
  CHECK(encode_host("example.com.") == "example.com.");
  CHECK(encode_host(" a b") == " a b");
  CHECK(encode_host("2001:db8::1") == "2001:db8::1");
}

TEST_CASE("other names are Punycode, label by label") {
  CHECK(encode_host("中文.测试") == "xn--fiq228c.xn--0zwm56d");
  CHECK(encode_host("bücher.example") == "xn--bcher-kva.example");
  CHECK(encode_host("www.新浪.com.") == "www.xn--efvx5o.com.");
  CHECK(encode_host("Faß.de") == "fass.de");
}

TEST_CASE("ideographic full stops divide labels") {
  CHECK(encode_host("例え。テスト") == "xn--r8jz45g.xn--zckzah");
  CHECK(encode_host("www．example｡com") == "www.example.com");
}

TEST_CASE("capitals and full-width letters are mapped to the plain small ones") {
  CHECK(encode_host("BÜCHER.example") == "xn--bcher-kva.example");
  CHECK(encode_host("ｗｗｗ.ＴＥＳＴ") == "www.test");
  CHECK(encode_host("Ωmega") == "xn--mega-fpd");
  CHECK(encode_host("ПРИВЕТ") == encode_host("привет"));
  CHECK(encode_host("ŁÓDŹ") == encode_host("łódź"));
  CHECK(encode_host("ΣΊΣΥΦΟς") == encode_host("σΊσυφοσ"));
}

TEST_CASE("labels are neither empty nor too long") {
  CHECK_NOTHROW(encode_host(std::string(63, 'a')));
  CHECK_THROWS_AS(encode_host(std::string(64, 'a')), std::invalid_argument);
  CHECK_THROWS_AS(encode_host(std::string(300, 'a') + ".example"), std::invalid_argument);
  CHECK_THROWS_AS(encode_host("a..b"), std::invalid_argument);
  CHECK_THROWS_AS(encode_host(".a"), std::invalid_argument);
  std::string chinese;
  for (int i = 0; i < 60; ++i) chinese += "网";
  CHECK_THROWS_AS(encode_host(chinese), std::invalid_argument);
}

TEST_CASE("names with a NUL or bad UTF-8 are refused") {
  CHECK_THROWS_AS(encode_host(std::string("a\0b", 3)), std::invalid_argument);
  CHECK_THROWS_AS(encode_host("\xe4\xb8"), std::invalid_argument);
  CHECK_THROWS_AS(encode_host("\xff.example"), std::invalid_argument);
}

TEST_CASE("a name in ASCII is left to the resolver when connecting") {
  CHECK(encode_unless_ascii("a..b") == "a..b");
  CHECK(encode_unless_ascii(std::string(300, 'a')) == std::string(300, 'a'));
  CHECK(encode_unless_ascii("中文") == "xn--fiq228c");
  CHECK_THROWS_AS(encode_unless_ascii(std::string("a\0b", 3)), std::invalid_argument);
}
