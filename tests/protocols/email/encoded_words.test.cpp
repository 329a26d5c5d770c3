// SPDX-License-Identifier: MIT
#include "protocols/email/encoded_words.hpp"

#include <catch_amalgamated.hpp>
#include <chrono>
#include <stdexcept>

#include "protocols/email/headers.hpp"

using namespace porthole::email;

TEST_CASE("Encoded words decode as RFC 2047 section 8 shows") {
  CHECK(decode_header("=?ISO-8859-1?Q?a?=") == "a");
  CHECK(decode_header("=?ISO-8859-1?Q?a?= b") == "a b");
  CHECK(decode_header("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=") == "ab");
  CHECK(decode_header("=?ISO-8859-1?Q?a?=  \r\n  =?ISO-8859-1?Q?b?=") == "ab");
  CHECK(decode_header("=?ISO-8859-1?Q?a_b?=") == "a b");
  CHECK(decode_header("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=") == "a b");
  CHECK(decode_header("=?iso-8859-8?b?7eXs+SDv4SDo7Oj08A==?=") == "םולש ןב טלטפנ");
}

TEST_CASE("Chinese words decode, in any of their character sets and cut anywhere") {
  CHECK(decode_header("=?utf-8?B?5L2g5aW9?=") == "你好");
  CHECK(decode_header("=?GB2312?B?xOO6w6OsysC95w==?=") == "你好，世界");
  CHECK(decode_header("=?big5?B?p0Gmbg==?=") == "你好");
  CHECK(decode_header("=?hz-gb-2312?Q?~{Dc:C~}_hi?=") == "你好 hi");
  CHECK(decode_header("=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=") == "こんにちは");
  CHECK(decode_header("=?euc-kr?B?vsiz58fPvLy/5A==?=") == "안녕하세요");
  CHECK(decode_header("=?utf-8?Q?=E4=BD?=\r\n =?UTF-8?Q?=A0?= =?utf-8?B?5Q==?= =?utf-8?B?pb0=?=") == "你好");
}

TEST_CASE("What is no encoded word stays as it is") {
  for (const char* text : {"plain", "=?", "=?utf-8?", "=?utf-8?q?open", "=?utf-8?x?a?=",
                           "=?no-such-set?q?a?=", "=??q?a?=", "=?utf-8?q?", "a =? b ?= c", "=?../x?q?a?="}) {
    CHECK(decode_header(text) == text);
  }
  CHECK(decode_header("=?utf-8?q?=XY=4?=") == "=XY=4");
  CHECK(decode_header("=?utf-8?b?5L2g5aW9x?= rest") == "你好 rest");
  CHECK(decode_header("=?utf-8?q?\?= x") == " x");
  CHECK(decode_header("=?us-ascii?q?=E9?=") == "\uFFFD");
}

TEST_CASE("A line end hidden in an encoded word makes no line") {
  CHECK(decode_header("=?utf-8?q?a=0D=0ABcc:_x=00?=") == "a  Bcc: x ");
  CHECK(decode_header("=?utf-8?b?YQpi?=") == "a b");
}

TEST_CASE("Raw bytes are UTF-8, or what the caller says they are") {
  CHECK(decode_header("你好") == "你好");
  CHECK(decode_header("\xC4\xE3\xBA\xC3", "gb18030") == "你好");
  CHECK(decode_header("你好", "gb18030") == "你好");
  CHECK(decode_header("\xE9") == "\uFFFD");
  CHECK(decode_header("folded\r\n text") == "folded text");
}

TEST_CASE("ASCII needs no encoding") {
  CHECK(encode_header("Re: hello (world)") == "Re: hello (world)");
  CHECK(encode_header("").empty());
  CHECK(encode_header("two  blanks") != "two  blanks");
  CHECK(encode_header("looks like =?utf-8?q?a?=") == "looks like =?utf-8?b?PT91dGYtOD9xP2E/PQ==?=");
}

TEST_CASE("Words around those outside ASCII stay readable") {
  CHECK(encode_header("Re: 你好 and more") == "Re: =?utf-8?b?5L2g5aW9?= and more");
  CHECK(encode_header("one café-au-lait") == "one =?utf-8?q?caf=C3=A9-au-lait?=");
}

TEST_CASE("Any text comes back, in words and lines of allowed length, no character split") {
  const std::string chinese =
      "关于明天下午三点会议的通知：请各位同事准时参加，带上季度报告与相关材料，谢谢大家的配合与支持。";
  for (const std::string& text :
       {chinese, "Re: " + chinese + " " + chinese, chinese + chinese + chinese,
        std::string("é è ê ") + chinese, std::string("  both ends 好  "), std::string("tab\tinside"),
        std::string(200, 'x') + "é", std::string("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"),
        std::string("ééééééééééééééééééééééééééééééé a")}) {
    for (std::size_t column : {0U, 9U, 30U, 70U, 200U}) {
      const std::string encoded = encode_header(text, column);
      CHECK(decode_header(encoded) == text);
      for (std::size_t at = encoded.find("=?"); at != std::string::npos; at = encoded.find("=?", at + 2)) {
        const std::size_t end = encoded.find("?=", encoded.find('?', encoded.find('?', at + 2) + 1) + 1) + 2;
        CHECK(end - at <= max_encoded_word);
        CHECK(decode_header(encoded.substr(at, end - at)).find("\uFFFD") == std::string::npos);
        at = end - 2;
      }
    }
    const std::string folded = fold_header("Subject", encode_header(text, 9));
    if (text[0] != 'x') {
      for (std::size_t at = 0; at < folded.size(); at = folded.find("\r\n", at) + 2) {
        CHECK(folded.find("\r\n", at) - at <= max_encoded_line);
      }
    }
  }
}

TEST_CASE("Nothing that would begin another header is encoded") {
  CHECK_THROWS_AS(encode_header("a\r\nBcc: x"), std::invalid_argument);
  CHECK_THROWS_AS(encode_header("你\n好"), std::invalid_argument);
  CHECK_THROWS_AS(encode_header(std::string("a\0", 2)), std::invalid_argument);
  CHECK_THROWS_AS(encode_header("\xE4\xBD"), std::invalid_argument);
  CHECK_THROWS_AS(encode_phrase("a\rb"), std::invalid_argument);
}

TEST_CASE("Hostile headers take linear time") {
  const auto begin = std::chrono::steady_clock::now();
  for (const char* piece : {"=?", "=?a?b?", "=?utf-8?q?", "=?utf-8?q?a?=", "?=", "=?utf-8?q?a?= "}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    CHECK(decode_header(text).size() <= text.size());
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
