// SPDX-License-Identifier: MIT
#include "protocols/urllib/parse.hpp"

#include <catch_amalgamated.hpp>

using namespace porthole::urllib;

TEST_CASE("a URL is taken apart and put together") {
  const std::string url = "HTTP://me:p%40ss@WWW.Test:8080/a/b;c?q=1&r#top";
  const SplitResult parts = urlsplit(url);
  CHECK(parts == SplitResult{"http", "me:p%40ss@WWW.Test:8080", "/a/b;c", "q=1&r", "top"});
  CHECK(parts.username() == "me");
  CHECK(parts.password() == "p%40ss");
  CHECK(parts.hostname() == "www.test");
  CHECK(parts.port() == 8080);
  CHECK(parts.geturl() == "http://me:p%40ss@WWW.Test:8080/a/b;c?q=1&r#top");
}

TEST_CASE("what is missing in a URL is empty") {
  CHECK(urlsplit("/path") == SplitResult{"", "", "/path", "", ""});
  CHECK(urlsplit("//host") == SplitResult{"", "host", "", "", ""});
  CHECK(urlsplit("mailto:me@mail.test") == SplitResult{"mailto", "", "me@mail.test", "", ""});
  CHECK(urlsplit("1a:b") == SplitResult{"", "", "1a:b", "", ""});
  CHECK(urlsplit("host:80/x", "http").scheme == "host");
  CHECK(urlsplit("x", "HTTP").scheme == "http");
  const SplitResult bare = urlsplit("http://www.test");
  CHECK_FALSE(bare.username().has_value());
  CHECK_FALSE(bare.password().has_value());
  CHECK_FALSE(bare.port().has_value());
  CHECK_FALSE(urlsplit("http://www.test:/").port().has_value());
  CHECK(urlsplit("http://me@x").username() == "me");
  CHECK_FALSE(urlsplit("http://me@x").password().has_value());
  CHECK(urlsplit("http://a@b@c/").hostname() == "c");
}

TEST_CASE("addresses of IPv6 stand in brackets") {
  CHECK(urlsplit("http://[FE80::1]:81/").hostname() == "fe80::1");
  CHECK(urlsplit("http://[::1]:81/").port() == 81);
  CHECK_FALSE(urlsplit("http://u:1@[::1]/").port().has_value());
  CHECK_THROWS_WITH(urlsplit("http://[::1/"), "the address in brackets does not end");
  CHECK_THROWS_AS(urlsplit("http://[::1]x/"), std::invalid_argument);
  CHECK_THROWS_AS(urlsplit("http://::1]/"), std::invalid_argument);
}

TEST_CASE("a port is a number up to 65535") {
  CHECK(urlsplit("http://h:65535").port() == 65535);
  for (const char* url :
       {"http://h:65536", "http://h:-1", "http://h:x", "http://h:8 0", "http://h:99999999999"})
    CHECK_THROWS_AS(urlsplit(url).port(), std::invalid_argument);
}

TEST_CASE("references lead where RFC 3986 section 5.4 says") {
  const std::string base = "http://a/b/c/d;p?q";
  const auto cases = std::to_array<std::pair<const char*, const char*>>({
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http://a/b/c/g"},
      {"http://other/x/../y", "http://other/y"},
  });
  for (const auto& [reference, target] : cases) {
    INFO(reference);
    CHECK(urljoin(base, reference) == target);
  }
  CHECK(urljoin("", "x") == "x");
  CHECK(urljoin("http://a", "g") == "http://a/g");
}

TEST_CASE("quoting keeps what a URL may hold, and comes back") {
  CHECK(quote("a b/ü~") == "a%20b/%C3%BC~");
  CHECK(quote("a/b", "") == "a%2Fb");
  CHECK(quote_plus("a b&c=d/你") == "a+b%26c%3Dd%2F%E4%BD%A0");
  CHECK(unquote("a%20b%2f%E4%BD%A0+") == "a b/你+");
  CHECK(unquote_plus("a+b%2B") == "a b+");
  CHECK(unquote("100%") == "100%");
  CHECK(unquote("%4") == "%4");
  CHECK(unquote("%zz%41") == "%zzA");
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  CHECK(unquote(quote(every)) == every);
  CHECK(unquote_plus(quote_plus(every)) == every);
}

TEST_CASE("forms are encoded and read") {
  const Fields fields = {{"name", "王 小明"}, {"a&b", "c=d"}, {"empty", ""}};
  CHECK(urlencode(fields) == "name=%E7%8E%8B+%E5%B0%8F%E6%98%8E&a%26b=c%3Dd&empty=");
  CHECK(parse_qsl(urlencode(fields), true) == fields);
  CHECK(parse_qsl("a=1&&b&c=&d=2") == Fields{{"a", "1"}, {"d", "2"}});
  CHECK(parse_qsl("b", true) == Fields{{"b", ""}});
  CHECK(parse_qs("a=1&b=2&a=3").at("a") == std::vector<std::string>{"1", "3"});
  CHECK_THROWS_AS(parse_qsl("a=1&b=2&c=3", false, 2), std::invalid_argument);
}

TEST_CASE("a fragment comes off") {
  CHECK(urldefrag("http://a/b#c") == std::pair<std::string, std::string>{"http://a/b", "c"});
  CHECK(urldefrag("http://a/b") == std::pair<std::string, std::string>{"http://a/b", ""});
}
