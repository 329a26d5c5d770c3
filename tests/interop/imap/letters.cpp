// SPDX-License-Identifier: MIT
#include "protocols/email/base64.hpp"
#include "verbs.hpp"

namespace verbs {
namespace {

/// Every byte value, in an order where every pair of neighbours that a filter might touch occurs.
std::string every_byte() {
  std::string bytes;
  for (int step : {1, 3, 7, 255})
    for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value * step);
  return bytes + "\r\n\n\r.\r\n..\r\n";
}

std::string letter(const std::string& attachment) {
  return "From: =?utf-8?B?5a2m55Sf?= <learner@mail.test>\r\n"
         "To: Ann <ann@mail.test>, Friends: bob@mail.test, cy@mail.test;\r\n"
         "Subject: Every byte\r\n"
         "Date: Mon, 23 Nov 2026 02:15:00 +0800\r\n"
         "Message-ID: <every.byte@mail.test>\r\n"
         "MIME-Version: 1.0\r\n"
         "Content-Type: multipart/mixed; boundary=\"=-=\"\r\n\r\n"
         "--=-=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
         "你好，邮件！\r\n.\r\n--=-=\r\n"
         "Content-Type: application/octet-stream; name=\"bytes.bin\"\r\n"
         "Content-Disposition: attachment; filename=\"bytes.bin\"\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         porthole::email::encodebytes(attachment) + "--=-=--\r\n";
}

void structure(IMAP4& imap) {
  const auto found = imap.fetch("1", "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)").at(0);
  require(found.uid && found.has_flag("\\Seen") && found.has_flag("$Later"), "UID and FLAGS");
  agree(porthole::imaplib::Internaldate2seconds(*found.internaldate).value(), 1700000000, "INTERNALDATE");
  const auto& envelope = found.envelope.value();
  agree(envelope.subject, "Every byte", "the subject");
  agree(envelope.from.at(0).address(), "learner@mail.test", "the sender");
  agree(envelope.to.size(), 5U, "addresses and the group's ends");
  agree(envelope.message_id, "<every.byte@mail.test>", "the message ID");
  const auto& body = found.bodystructure.value();
  agree(body.subtype, "mixed", "the body's kind");
  agree(body.parts.size(), 2U, "the parts");
  agree(body.parts[1].section, "2", "the section");
  agree(body.parts[1].encoding, "base64", "the encoding");
  agree(body.parts[1].disposition, "attachment", "the disposition");
  agree(body.parts[0].parameter("charset"), "utf-8", "the character set");
}

}  // namespace

void letters(const Place& place) {
  IMAP4 imap = place.connect();
  const std::string bytes = every_byte();
  const std::string message = letter(bytes);
  const auto answer =
      imap.append(place.folder, "\\Seen $Later", porthole::imaplib::Time2Internaldate(1700000000), message);
  agree(answer.code, "APPENDUID", "the code of APPEND");
  proved("APPEND");
  agree(imap.select(place.folder).exists, 1U, "messages in the folder");
  proved("SELECT");
  structure(imap);
  agree(imap.fetch("1", "RFC822.SIZE").at(0).size.value(), message.size(), "RFC822.SIZE");
  require(imap.fetch("1", "BODY.PEEK[]").at(0).text() == message,
          "BODY[] is what was appended, byte for byte");
  require(imap.fetch("1", "BODY.PEEK[]<10.25>").at(0).text() == message.substr(10, 25), "a partial BODY[]");
  const std::string part = imap.fetch("1", "BODY.PEEK[2]").at(0).text();
  require(porthole::email::decodebytes(part) == bytes, "the attachment has every byte value");
  const auto fields = imap.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT DATE)] BODY.PEEK[1])").at(0);
  agree(fields.texts.size(), 2U, "texts of one FETCH");
  agree(fields.text("body[1]"), "你好，邮件！\r\n.", "the text");
  std::string streamed;
  const auto size =
      imap.fetch_into(1, "BODY.PEEK[]", [&](std::string_view piece) { streamed += piece; }, message.size());
  require(size == message.size() && streamed == message, "the streamed BODY[]");
  proved("FETCH");
  if (imap.has("BINARY")) {
    require(imap.fetch("1", "BINARY.PEEK[2]").at(0).text() == bytes, "BINARY[2], decoded by the server");
    proved("BINARY");
  }
  imap.logout();
}

void thousand(const Place& place) {
  IMAP4 imap = place.connect();
  agree(imap.examine("INBOX").exists, 1000U, "messages in INBOX");
  require(imap.selected().read_only, "EXAMINE opens read-only");
  proved("EXAMINE");
  std::uint32_t next = 0;
  imap.fetch("1:*", "(UID BODY.PEEK[])", [&](const porthole::imaplib::Message& message) {
    const std::string number = std::to_string(next++);
    agree(message.number, next, "the order");
    require(message.text() == "From: teacher@mail.test\r\nSubject: Letter " + number +
                                  "\r\n\r\nThis is letter " + number + ".\r\n",
            "letter " + number + " is what was delivered");
  });
  agree(next, 1000U, "messages fetched");
  proved("FETCH 1000");
  imap.unselect();
  agree(imap.state(), "AUTH", "the state after UNSELECT");
  proved("UNSELECT");
}

}  // namespace verbs
