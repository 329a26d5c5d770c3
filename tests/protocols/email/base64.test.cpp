// SPDX-License-Identifier: MIT
#include "protocols/email/base64.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

using namespace porthole::email;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string every_byte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

bool clean(std::string_view text) {
  bool result = false;
  decodebytes(text, &result);
  return result;
}

}  // namespace

TEST_CASE("Base64 gives the values of RFC 4648 section 10") {
  CHECK(b64encode("").empty());
  CHECK(b64encode("f") == "Zg==");
  CHECK(b64encode("fo") == "Zm8=");
  CHECK(b64encode("foo") == "Zm9v");
  CHECK(b64encode("foob") == "Zm9vYg==");
  CHECK(b64encode("fooba") == "Zm9vYmE=");
  CHECK(b64encode("foobar") == "Zm9vYmFy");
  CHECK(b64encode("\xFB\xFF\xBF") == "+/+/");
}

TEST_CASE("Base64 of every byte, at every length, comes back") {
  const std::string bytes = every_byte() + every_byte();
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    CHECK(b64decode(b64encode(bytes.substr(0, size))) == bytes.substr(0, size));
    CHECK(decodebytes(encodebytes(bytes.substr(0, size))) == bytes.substr(0, size));
  }
}

TEST_CASE("A base64 body has lines of 76 characters, the last one ended too") {
  CHECK(encodebytes("").empty());
  CHECK(encodebytes(std::string(57, 'a')).size() == 78);
  CHECK(encodebytes(std::string(58, 'a'), "\n").substr(76) == "\nYQ==\n");
}

TEST_CASE("Strict base64 says what is wrong with the text") {
  CHECK_THROWS_WITH(b64decode("Zm9v\n"), ContainsSubstring("outside the alphabet at character 4"));
  CHECK_THROWS_WITH(b64decode("Zg=a"), ContainsSubstring("padding before the end at character 2"));
  CHECK_THROWS_AS(b64decode("Z"), std::invalid_argument);
  CHECK_THROWS_AS(b64decode("Zg"), std::invalid_argument);
  CHECK_THROWS_AS(b64decode("Zg="), std::invalid_argument);
  CHECK_THROWS_AS(b64decode("Zg==="), std::invalid_argument);
  CHECK_THROWS_AS(b64decode("===="), std::invalid_argument);
  CHECK_THROWS_WITH(b64decode("Zh=="), ContainsSubstring("bits that belong to no byte"));
}

TEST_CASE("Lenient base64 decodes what can be decoded and tells whether it had to forgive") {
  CHECK(decodebytes("Zm9v\r\nYmFy\r\n") == "foobar");
  CHECK(clean(" Zm9v\r\nYmFy\r\n"));
  CHECK(decodebytes("Zm9vYg") == "foob");
  CHECK_FALSE(clean("Zm9vYg"));
  CHECK(decodebytes("Zm9v-*YmFy") == "foobar");
  CHECK_FALSE(clean("Zm9v-*YmFy"));
  CHECK(decodebytes("Zm9vYg==Zm9v") == "foob");
  CHECK_FALSE(clean("Zm9vYg==Zm9v"));
  CHECK(clean("Zm9vYg==\r\n\r\n"));
  CHECK(decodebytes("Z").empty());
  CHECK(decodebytes("====").empty());
  CHECK_FALSE(clean("===="));
}
