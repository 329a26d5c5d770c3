// SPDX-License-Identifier: MIT
#include "protocols/email/quoted_printable.hpp"

#include <algorithm>
#include <catch_amalgamated.hpp>

using namespace porthole::email;

namespace {

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return longest;
}

}  // namespace

TEST_CASE("Quoted-printable encodes what is not printable, and keeps lines") {
  CHECK(encode_quoted_printable("caf\xC3\xA9 = tea\n") == "caf=C3=A9 =3D tea\r\n");
  CHECK(encode_quoted_printable("a \r\nb\t\nc ") == "a=20\r\nb=09\r\nc=20");
  CHECK(encode_quoted_printable("a\rb") == "a=0Db");
  CHECK(encode_quoted_printable(std::string("\0", 1)) == "=00");
  CHECK(encode_quoted_printable("From me\n.\n..\nnot From you") ==
        "=46rom me\r\n=2E\r\n=2E.\r\nnot From you");
}

TEST_CASE("Quoted-printable breaks lines softly at 76 columns, never inside an escape") {
  CHECK(encode_quoted_printable(std::string(76, 'a') + "\n") == std::string(76, 'a') + "\r\n");
  CHECK(encode_quoted_printable(std::string(77, 'a')) == std::string(75, 'a') + "=\r\naa");
  for (std::size_t lead = 60; lead < 80; ++lead) {
    const std::string text = std::string(lead, 'a') + "\xE4\xBD\xA0\xE5\xA5\xBD....  \n";
    const std::string encoded = encode_quoted_printable(text);
    CHECK(longest_line(encoded) <= quoted_printable_line);
    CHECK(encoded.find("\n.") == std::string::npos);
    CHECK(decode_quoted_printable(encoded) == std::string(lead, 'a') + "\xE4\xBD\xA0\xE5\xA5\xBD....  \r\n");
  }
}

TEST_CASE("Quoted-printable of bytes that are no text keeps every one") {
  std::string bytes = "\r\n\n\r ";
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string encoded = encode_quoted_printable_binary(bytes.substr(0, size));
    CHECK(longest_line(encoded) <= quoted_printable_line);
    CHECK(decode_quoted_printable(encoded) == bytes.substr(0, size));
  }
}

TEST_CASE("Quoted-printable decodes the garbage that mail holds") {
  CHECK(decode_quoted_printable("a=e4=BD=a0b") ==
        "a\xE4\xBD\xA0"
        "b");
  CHECK(decode_quoted_printable("x=\r\ny=\nz") == "xyz");
  CHECK(decode_quoted_printable("x=  \r\ny") == "xy");
  CHECK(decode_quoted_printable("blanks  \t\r\nend ") == "blanks\r\nend");
  CHECK(decode_quoted_printable("a=XYb=4") == "a=XYb=4");
  CHECK(decode_quoted_printable("a=") == "a");
  CHECK(decode_quoted_printable("===41") == "==A");
}
