// SPDX-License-Identifier: MIT
// protocol: IMAP4
// title: A look at the inbox
// title.zh: 查看收件箱
// blurb: List the folders and the mails of one with sender, subject and attachments, and show the last one's text.
// blurb.zh: 列出文件夹和其中的邮件：发件人、主题和附件，并显示最后一封的正文。
// usage: imap_inbox [HOST [PORT [USER [PASSWORD [MAILBOX]]]]]
// page: mail.test 143 learner secret INBOX
// also: mail.test 143 学生 secret INBOX

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/quoted_printable.hpp"
#include "protocols/imaplib.hpp"

using namespace porthole;
using imaplib::BodyStructure;
using imaplib::IMAP4;

// A message is a tree of parts. The server describes it, so that a client fetches only what it shows.
const BodyStructure* first_text(const BodyStructure& part) {
  if (part.type == "text") return &part;
  for (const BodyStructure& each : part.parts)
    if (const BodyStructure* found = first_text(each)) return found;
  return nullptr;
}

int attachments(const BodyStructure& part) {
  int count = part.disposition == "attachment" ? 1 : 0;
  for (const BodyStructure& each : part.parts) count += attachments(each);
  return count;
}

std::string decoded(const BodyStructure& part, std::string bytes) {
  if (part.encoding == "base64") bytes = email::decodebytes(bytes);
  if (part.encoding == "quoted-printable") bytes = email::decode_quoted_printable(bytes);
  const std::string charset = part.parameter("charset");
  return email::known_charset(charset) ? email::to_utf8(bytes, charset) : bytes;
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 143;
  const std::string user = argc > 3 ? argv[3] : "learner";
  const std::string password = argc > 4 ? argv[4] : "secret";
  const std::string mailbox = argc > 5 ? argv[5] : "INBOX";
  try {
    IMAP4 imap(host, port);
    imap.login(user, password);
    for (const auto& folder : imap.list()) std::cout << "folder " << folder.name << '\n';

    // EXAMINE opens a mailbox without changing anything in it.
    const auto& opened = imap.examine(mailbox);
    std::cout << opened.exists << " messages in " << opened.name << '\n';
    if (opened.exists == 0) return 0;
    BodyStructure last;
    for (const auto& message : imap.fetch("1:*", "(UID FLAGS ENVELOPE BODYSTRUCTURE)")) {
      if (!message.envelope || !message.bodystructure) continue;
      const auto& envelope = *message.envelope;
      std::cout << message.number << ". " << (envelope.from.empty() ? "nobody" : envelope.from[0].address())
                << ": " << email::decode_header(envelope.subject);
      if (const int count = attachments(*message.bodystructure)) std::cout << " (" << count << " attached)";
      std::cout << '\n';
      last = *message.bodystructure;
    }
    if (const BodyStructure* text = first_text(last)) {
      const auto found = imap.fetch(std::to_string(opened.exists), "BODY.PEEK[" + text->section + "]");
      std::cout << "--\n" << decoded(*text, found.at(0).text()) << '\n';
    }
    imap.logout();
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
