// SPDX-License-Identifier: MIT
// protocol: POP3
// title: Reading an inbox
// title.zh: 读收件箱
// blurb: See who wrote what, with headers decoded; then fetch one letter, its text and its attachments.
// blurb.zh: 看谁写了什么（头部已解码），再取回一封信：正文和附件。
// usage: pop3_inbox [HOST [PORT [USER [PASSWORD [MESSAGE]]]]]
// page: mail.test 110 learner secret 4
// also: mail.test 110 learner secret 2

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/email.hpp"
#include "protocols/poplib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 110;
  const std::string user = argc > 3 ? argv[3] : "learner";
  const std::string password = argc > 4 ? argv[4] : "secret";
  const long which = argc > 5 ? std::atol(argv[5]) : 4;
  try {
    poplib::POP3 pop(host, port);
    // APOP proves that we know the password without sending it. Few servers of today still offer it.
    if (pop.has_timestamp()) {
      pop.apop(user, password);
    } else {
      pop.user(user);
      pop.pass_(password);
    }
    const auto [count, size] = pop.stat();
    std::cout << user << " has " << count << " letters, " << size << " bytes\n";

    for (const auto& [number, octets] : pop.list()) {
      // TOP fetches the headers, and here no line of the body.
      const auto letter = email::message_from_bytes(pop.top(number, 0).text());
      std::cout << number << ": " << letter.get("From", "?") << ": " << letter.get("Subject", "?") << '\n';
    }

    if (which > 0) {
      const auto letter =
          email::message_from_bytes(pop.retr(static_cast<poplib::MessageNumber>(which)).text());
      std::cout << "\nletter " << which << ", " << letter.get("Date", "undated") << '\n';
      if (const auto* body = letter.get_body()) std::cout << body->get_content() << '\n';
      for (const auto* part : letter.iter_attachments())
        std::cout << "attached: " << part->get_filename().value_or("a file without a name") << ", "
                  << part->get_payload().size() << " bytes of " << part->get_content_type() << '\n';
    }
    std::cout << pop.quit() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
