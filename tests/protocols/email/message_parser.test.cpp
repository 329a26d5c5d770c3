// SPDX-License-Identifier: MIT
#include "protocols/email/message_parser.hpp"

#include <catch_amalgamated.hpp>
#include <chrono>
#include <stdexcept>

#include "protocols/email/charset.hpp"

using namespace porthole::email;
using Defects = std::vector<std::string>;
using Names = std::vector<std::string>;

namespace {

Names types(const EmailMessage& message) {
  Names all;
  for (const EmailMessage* part : message.walk()) all.push_back(part->get_content_type());
  return all;
}

constexpr const char* mixed =
    "From: =?utf-8?b?5p2O6Zu3?= <lilei@mail.test>\r\n"
    "Subject: =?utf-8?b?5L2g?=\r\n =?utf-8?b?5aW9?=\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"outer\"\r\n"
    "\r\n"
    "preamble\r\n"
    "--outer\r\n"
    "Content-Type: multipart/alternative; boundary=inner\r\n"
    "\r\n"
    "--inner\r\n"
    "Content-Type: text/plain; charset=gb2312\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "xOO6ww==\r\n"
    "--inner  \r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "<b>=E4=BD=A0</b>=\r\n"
    "\r\n"
    "\r\n"
    "--inner--\r\n"
    "--outer\r\n"
    "Content-Type: application/octet-stream; name=old\r\n"
    "Content-Disposition: attachment; filename*=utf-8''%E5%A5%BD.bin\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "AAH/\r\n"
    "--outer--\r\n"
    "epilogue\r\n";

}  // namespace

TEST_CASE("A plain message is headers and a body") {
  const EmailMessage message = message_from_bytes("Subject: hi\r\n\r\nline one\r\nline two\r\n");
  CHECK(message.get("subject") == "hi");
  CHECK(message.get_content() == "line one\r\nline two\r\n");
  CHECK(message.get_content_type() == "text/plain");
  CHECK(message.defects().empty());
  CHECK_FALSE(message.is_multipart());
  CHECK(message.raw().size() == 35);
}

TEST_CASE("A mixed message in Chinese comes apart") {
  const EmailMessage message = message_from_bytes(mixed);
  CHECK(message.defects().empty());
  CHECK(message.get("Subject") == "你好");
  CHECK(parseaddr(message.get("From", "")) == Mailbox{"李雷", "lilei@mail.test"});
  CHECK(types(message) == Names{"multipart/mixed", "multipart/alternative", "text/plain", "text/html",
                                "application/octet-stream"});
  CHECK(message.preamble() == "preamble");
  CHECK(message.epilogue() == "epilogue\r\n");
  CHECK(message.get_body()->get_content() == "你好");
  CHECK(message.get_body({"html", "plain"})->get_content() == "<b>你</b>\r\n");
  CHECK(message.get_body({"related"}) == nullptr);
  REQUIRE(message.iter_attachments().size() == 1);
  const EmailMessage& file = *message.iter_attachments().front();
  CHECK(file.is_attachment());
  CHECK(file.get_filename() == "好.bin");
  CHECK(file.get_content() == std::string("\0\1\xFF", 3));
  CHECK(file.raw_body() == "AAH/");
  CHECK_THROWS_AS(message.get_content(), std::invalid_argument);
}

TEST_CASE("A parsed message that nobody changed comes out as it was") {
  const EmailMessage message = message_from_bytes(mixed);
  CHECK(message.as_bytes() == mixed);
  CHECK(message.raw() == mixed);
  const std::string unix_lines = message.as_bytes(file_policy);
  CHECK(unix_lines.find('\r') == std::string::npos);
  CHECK(message_from_bytes(unix_lines).as_bytes() == mixed);
}

TEST_CASE("A changed message keeps its parts") {
  EmailMessage message = message_from_bytes(mixed);
  message.set("Subject", "新的主题");
  message.part(1).set("Content-Description", "说明");
  const EmailMessage again = message_from_bytes(message.as_bytes());
  CHECK(again.get("Subject") == "新的主题");
  CHECK(again.parts()[1].get("Content-Description") == "说明");
  CHECK(again.parts()[1].get_payload() == std::string("\0\1\xFF", 3));
  CHECK(again.parts()[0].raw() == message.parts()[0].raw());
  CHECK(types(again) == types(message));
}

TEST_CASE("Text is read by its character set") {
  const auto content = [](const std::string& type, const std::string& body) {
    return message_from_bytes("Content-Type: " + type + "\n\n" + body).get_content();
  };
  CHECK(content("text/plain; charset=GB18030", "\xC4\xE3\xBA\xC3") == "你好");
  CHECK(content("text/plain; charset=big5", "\xA7\x41\xA6\x6E") == "你好");
  CHECK(content("text/plain; charset=windows-1252", "\x80\x99") == "€™");
  CHECK(content("text/plain; charset=utf-8",
                "a\xFF"
                "b") ==
        "a\uFFFD"
        "b");
  CHECK(content("text/plain", "你好") == "你好");
  CHECK(content("text/plain", "\xC4\xE3") == "\uFFFD\uFFFD");
  CHECK(content("application/x", "\xC4\xE3") == "\xC4\xE3");
  CHECK_THROWS_WITH(content("text/plain; charset=x-unknown", "a"),
                    Catch::Matchers::ContainsSubstring("x-unknown"));
}

TEST_CASE("A message in a message is its part") {
  const EmailMessage message = message_from_bytes(
      "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nbody one\n--b\nContent-Type: "
      "message/rfc822\n\n"
      "Subject: two\n\nbody two\n--b--\n");
  CHECK(types(message) ==
        Names{"multipart/digest", "message/rfc822", "text/plain", "message/rfc822", "text/plain"});
  CHECK(message.walk()[2]->get("subject") == "one");
  CHECK(message.walk()[4]->get_content() == "body two");
  CHECK(message.walk()[3]->get_content() == "Subject: two\n\nbody two");
}

TEST_CASE("Broken messages are read as far as they go, and say what is broken") {
  const auto defects = [](const char* text) { return message_from_bytes(text).defects(); };
  CHECK(defects("A: b\n\nbody") == Defects{});
  CHECK(defects("A: b") == Defects{});
  CHECK(defects("") == Defects{});
  CHECK(defects("no header\n\nbody") == Defects{"MissingHeaderBodySeparatorDefect"});
  CHECK(defects(" fold\nA: b\n\n") == Defects{"FirstHeaderLineIsContinuationDefect"});
  CHECK(defects("Content-Type: multipart/mixed\n\n--x\n") == Defects{"NoBoundaryInMultipartDefect"});
  CHECK(defects("Content-Type: multipart/mixed; boundary=x\n\nno part") ==
        Defects{"StartBoundaryNotFoundDefect"});
  CHECK(defects("Content-Type: multipart/mixed; boundary=x\n\n--x--\n") ==
        Defects{"StartBoundaryNotFoundDefect"});
  CHECK(defects("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nopen") ==
        Defects{"CloseBoundaryNotFoundDefect"});
  CHECK(defects(
            "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\n--x\n\n--x--") ==
        Defects{"InvalidMultipartContentTransferEncodingDefect"});
}

TEST_CASE("An outer boundary ends the inner parts") {
  const EmailMessage message = message_from_bytes(
      "Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: multipart/mixed; "
      "boundary=inner\n\n"
      "--inner\n\nopen\n--outer\n\nlast\n--outer--\n");
  CHECK(types(message) == Names{"multipart/mixed", "multipart/mixed", "text/plain", "text/plain"});
  CHECK(message.walk()[2]->get_content() == "open");
  CHECK(message.walk()[3]->get_content() == "last");
  CHECK(message.parts()[0].defects() == Defects{"CloseBoundaryNotFoundDefect"});
}

TEST_CASE("Parts without end, and messages nested to death, stop at the limits in linear time") {
  const auto begin = std::chrono::steady_clock::now();
  std::string many = "Content-Type: multipart/mixed; boundary=b\n\n";
  for (std::size_t i = 0; i < 2 * max_parts; ++i) many += "--b\n\nx\n";
  const EmailMessage wide = message_from_bytes(many);
  CHECK(wide.parts().size() == max_parts);
  CHECK(wide.defects() == Defects{"TooManyPartsDefect", "CloseBoundaryNotFoundDefect"});

  std::string deep;
  for (int i = 0; i < 20'000; ++i) {
    const std::string b = "b" + std::to_string(i);
    deep += "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n";
  }
  CHECK(message_from_bytes(deep).walk().size() == max_part_depth + 1);
  CHECK(message_from_bytes(deep).walk().back()->defects() == Defects{"TooDeepDefect"});

  std::string messages;
  for (int i = 0; i < 20'000; ++i) messages += "Content-Type: message/rfc822\n\n";
  CHECK(message_from_bytes(messages).walk().size() == max_part_depth + 1);

  std::string dashes = deep.substr(0, 3000);
  while (dashes.size() < 2'000'000) dashes += "--b1x\n";
  CHECK(message_from_bytes(dashes).walk().size() == max_part_depth + 1);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
