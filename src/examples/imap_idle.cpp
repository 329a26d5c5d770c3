// SPDX-License-Identifier: MIT
// protocol: IMAP4
// title: Wait for mail
// title.zh: 等待新邮件
// blurb: Idle in the inbox: the server tells of new mail by itself. This program posts one from a second connection.
// blurb.zh: 在收件箱中空闲等待：服务器会主动通知新邮件。本程序用第二个连接放入一封。
// usage: imap_idle [HOST [PORT [USER [PASSWORD]]]]
// page: mail.test 143 teacher secret

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/email/encoded_words.hpp"
#include "protocols/imaplib.hpp"

using namespace porthole;
using imaplib::IMAP4;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 143;
  const std::string user = argc > 3 ? argv[3] : "teacher";
  const std::string password = argc > 4 ? argv[4] : "secret";
  try {
    IMAP4 imap(host, port);
    imap.login(user, password);
    std::cout << imap.select("INBOX").exists << " messages, waiting\n" << std::flush;
    const auto next = imap.selected().uidnext;

    IMAP4 sender(host, port);
    sender.login(user, password);

    auto idler = imap.idle(seconds(20.0));
    // Nothing came within a fifth of a second; the connection idles on.
    if (!idler.next(seconds(0.2))) std::cout << "nothing yet\n" << std::flush;
    sender.append(
        "INBOX", "", "",
        "From: me@mail.test\r\nSubject: =?utf-8?B?5L2g5aW9?=, are you idle?\r\n\r\nNot any more.\r\n");
    while (const auto news = idler.next()) {
      if (news->name != "EXISTS") continue;
      std::cout << "the server says: there is another one\n";
      break;
    }
    // Other commands may run again once idling is over.
    idler.done();
    const std::string mine = std::to_string(next) + ":*";
    for (const auto& message : imap.uid().fetch(mine, "ENVELOPE")) {
      if (message.envelope) std::cout << "new: " << email::decode_header(message.envelope->subject) << '\n';
    }

    // And away with it, so that the next run begins as this one did.
    imap.uid().store(mine, "+FLAGS", "\\Deleted");
    std::cout << imap.expunge().size() << " message removed\n";
    sender.logout();
    imap.logout();
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
