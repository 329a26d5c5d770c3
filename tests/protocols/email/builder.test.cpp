// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <stdexcept>

#include "protocols/email/charset.hpp"
#include "protocols/email/message_parser.hpp"

using namespace porthole::email;
using namespace std::string_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string every_byte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return longest;
}

/// What is left of a message after a way through the wire.
EmailMessage sent(const EmailMessage& message, const Policy& policy = smtp) {
  const std::string bytes = message.as_bytes(policy);
  for (std::size_t at = bytes.find('\n'); at != std::string::npos; at = bytes.find('\n', at + 1)) {
    CHECK((at > 0 && bytes[at - 1] == '\r'));
  }
  EmailMessage result = message_from_bytes(bytes);
  CHECK(result.defects().empty());
  return result;
}

}  // namespace

TEST_CASE("A plain message is written as it reads") {
  EmailMessage message;
  message.set("From", "Li Lei <lilei@mail.test>");
  message.set("Subject", "hello");
  message.set_content("Hello!\nBye.\n");
  CHECK(message.as_bytes() ==
        "From: Li Lei <lilei@mail.test>\r\nSubject: hello\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
        "charset=utf-8\r\n"
        "Content-Transfer-Encoding: 7bit\r\n\r\nHello!\r\nBye.\r\n");
}

TEST_CASE("Chinese headers and text pass any server") {
  EmailMessage message;
  message.set("From", std::vector<Mailbox>{{"李雷", "lilei@mail.test"}});
  message.set("To", std::vector<Mailbox>{{"韩梅梅, 老师", "hanmeimei@mail.test"}, {"Bob", "bob@mail.test"}});
  message.set("Subject", "关于明天下午三点会议的通知：请各位同事准时参加，带上季度报告与相关材料，谢谢大家");
  message.set_content("你好，世界！\n第二行\n");
  const std::string bytes = message.as_bytes();
  CHECK(is_ascii(bytes));
  CHECK(longest_line(bytes) <= 78);
  const EmailMessage again = sent(message);
  CHECK(again.get("Subject") == message.get("Subject"));
  CHECK(getaddresses(again.headers().get("To", "")) ==
        std::vector<Mailbox>{{"韩梅梅, 老师", "hanmeimei@mail.test"}, {"Bob", "bob@mail.test"}});
  CHECK(again.get_content() == "你好，世界！\r\n第二行\r\n");
}

TEST_CASE("Text is encoded in the way that is shortest and safe") {
  const auto encoding = [](const std::string& text, const Policy& policy = smtp) {
    EmailMessage message;
    message.set_content(text, "plain", policy);
    CHECK(longest_line(message.as_bytes(policy)) <= 998);
    std::string expected;
    for (const char c : text) expected += c == '\n' ? std::string("\r\n") : std::string(1, c);
    if (!text.ends_with('\n') && !text.empty()) expected += "\r\n";
    CHECK(sent(message, policy).get_content() == expected);
    return message.get("Content-Transfer-Encoding", "");
  };
  CHECK(encoding("plain\n") == "7bit");
  CHECK(encoding("") == "7bit");
  CHECK(encoding(std::string(100, 'x')) == "quoted-printable");
  CHECK(encoding("caf\xC3\xA9 au lait, s'il vous pla\xC3\xAEt") == "quoted-printable");
  CHECK(encoding("你好，世界") == "base64");
  CHECK(encoding("你好，世界", smtp_8bit) == "8bit");
  CHECK(encoding("你好，世界", smtputf8) == "8bit");
  CHECK(encoding(std::string(999, 'x'), smtp_8bit) == "quoted-printable");
  CHECK(encoding(std::string("a\0b", 3)) == "quoted-printable");
  CHECK(encoding("a\rb", smtp_8bit) == "quoted-printable");
  CHECK(encoding(".\n.\nFrom me\n") == "7bit");
  EmailMessage message;
  CHECK_THROWS_AS(message.set_content("\xFF"), std::invalid_argument);
}

TEST_CASE("An attachment keeps every byte and its Chinese name") {
  EmailMessage message;
  message.set("Subject", "files");
  message.set_content("see below\n");
  message.add_attachment(every_byte(), {.filename = "字节 表.bin"});
  message.add_attachment("", {.filename = "empty.txt", .content_type = "text/plain; charset=utf-8"});
  const EmailMessage again = sent(message);
  CHECK(again.get_content_type() == "multipart/mixed");
  CHECK(again.get_body()->get_content() == "see below\r\n");
  REQUIRE(again.iter_attachments().size() == 2);
  CHECK(again.iter_attachments()[0]->get_filename() == "字节 表.bin");
  CHECK(again.iter_attachments()[0]->get_content() == every_byte());
  CHECK(again.iter_attachments()[1]->get_content().empty());
  CHECK(again.get("MIME-Version") == "1.0");
  CHECK_FALSE(again.parts()[0].contains("MIME-Version"));
}

TEST_CASE("Alternatives, pictures and files stand in each other as readers expect") {
  EmailMessage message;
  message.set_content("text\n");
  message.add_alternative("<p>页面<img src='cid:a'></p>\n", "html");
  message.part(1).add_related(
      "GIF89a", {.filename = "a.gif", .content_type = "image/gif", .disposition = "inline", .cid = "<a>"});
  message.add_attachment("x", {.filename = "x.bin"});
  EmailMessage letter;
  letter.set("Subject", "里面");
  letter.set_content("inside\n");
  message.add_attachment(letter);
  const EmailMessage again = sent(message);
  std::vector<std::string> types;
  for (const EmailMessage* part : again.walk()) types.push_back(part->get_content_type());
  CHECK(types == std::vector<std::string>{"multipart/mixed", "multipart/alternative", "text/plain",
                                          "multipart/related", "text/html", "image/gif",
                                          "application/octet-stream", "message/rfc822", "text/plain"});
  CHECK(again.get_body()->get_content() == "text\r\n");
  CHECK(again.get_body({"html"})->get_content() == "<p>页面<img src='cid:a'></p>\r\n");
  CHECK(again.iter_attachments().size() == 2);
  CHECK(again.walk()[8]->get("Subject") == "里面");
  CHECK(again.walk()[5]->get("Content-ID") == "<a>");
}

TEST_CASE("A parsed message takes an attachment") {
  EmailMessage message = message_from_bytes(
      "Subject: x\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n\xC4\xE3\xBA\xC3\r\n");
  message.add_attachment("data");
  const EmailMessage again = sent(message);
  CHECK(is_ascii(message.as_bytes()));
  CHECK(again.get_body()->get_content() == "你好\r\n");
  CHECK(again.iter_attachments()[0]->get_content() == "data");
}

TEST_CASE("SMTPUTF8 leaves headers as they are, the others encode what is 8-bit") {
  EmailMessage message;
  message.set("To", std::vector<Mailbox>{{"李雷", "lilei@mail.test"}});
  message.set("Subject", "你好");
  message.set_content("你好\n", "plain", smtputf8);
  CHECK_THAT(message.as_bytes(smtputf8),
             ContainsSubstring("To: 李雷 <lilei@mail.test>\r\nSubject: 你好\r\n"));
  CHECK_THAT(message.as_bytes(smtp_8bit),
             ContainsSubstring("Subject: =?utf-8?b?5L2g5aW9?=\r\n") && ContainsSubstring("\r\n\r\n你好\r\n"));
  CHECK(is_ascii(message.as_bytes()));
  CHECK(sent(message).get_content() == "你好\r\n");
  const EmailMessage parsed = message_from_bytes(message.as_bytes(smtputf8));
  CHECK(is_ascii(parsed.as_bytes()));
  CHECK(sent(parsed).get("To") == "李雷 <lilei@mail.test>");
  message.set("To", std::vector<Mailbox>{{"", "李雷@mail.test"}});
  CHECK_THROWS_AS(message.as_bytes(), std::invalid_argument);
}

TEST_CASE("Headers that would make others are refused") {
  EmailMessage message;
  CHECK_THROWS_AS(message.set("Subject", "a\r\nBcc: b@x"), std::invalid_argument);
  CHECK_THROWS_AS(message.append("Sub ject", "a"), std::invalid_argument);
  CHECK_THROWS_AS(message.set("To", std::vector<Mailbox>{{"a\nb", "a@x"}}), std::invalid_argument);
  CHECK_THROWS_AS(message.add_attachment("x", {.filename = "a\nb"}), std::invalid_argument);
  CHECK_THROWS_AS(message.add_attachment("x", {.filename = "a", .content_type = "text"}),
                  std::invalid_argument);
  CHECK_THROWS_AS(message.add_attachment("x", {.filename = "a", .content_type = "a/b\r\nc: d"}),
                  std::invalid_argument);
  CHECK_THROWS_AS(message.add_attachment("x", {.filename = "a", .cid = "<a>\r\n"}), std::invalid_argument);
  CHECK_THROWS_AS(message.set_content("x", "plain\r\nBcc: y"), std::invalid_argument);
  CHECK(message.headers().empty());
}

TEST_CASE("A CR or NUL in a parsed header does not get into a changed message") {
  EmailMessage message = message_from_bytes("Subject: a\rBcc: b\0c\nContent-Type: text/plain\0; x=\r\n\n"s);
  message.add_attachment("x");
  CHECK(message.as_bytes().find('\0') == std::string::npos);
  const EmailMessage again = sent(message);
  CHECK(again.headers().get("Subject") == "a Bcc: b c");
  CHECK_FALSE(again.contains("Bcc"));
}
