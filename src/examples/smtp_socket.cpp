// SPDX-License-Identifier: MIT
// protocol: SMTP
// title: A letter with a bare socket
// title.zh: 用套接字寄信
// blurb: Speak SMTP by hand: say who you are, name sender and recipient, and hand in a letter, dots and all.
// blurb.zh: 亲手说 SMTP：报上名来，说明寄信人与收信人，再交出一封信，连行首的点也不例外。
// usage: smtp_socket [HOST [PORT [RECIPIENT]]]
// page: mail.test 25 learner@mail.test

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// Shows an answer, which may have several lines: "250-more" goes on, "250 last" does not.
void answer(File& mail) {
  std::string line;
  do {
    line = mail.readline();
    if (line.empty()) throw std::runtime_error("the server hung up");
    while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
    std::cout << "< " << line << '\n';
  } while (line.size() > 3 && line[3] == '-');
  // 2 is done, 3 asks for more, 4 means try again later, 5 means no.
  if (line.front() != '2' && line.front() != '3') throw std::runtime_error("the server refused");
}

void ask(File& mail, const std::string& command) {
  std::cout << "> " << command << '\n';
  mail.write(command + "\r\n");
  mail.flush();
  answer(mail);
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 25;
  const std::string recipient = argc > 3 ? argv[3] : "learner@mail.test";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    File mail = s.makefile("rwb");
    answer(mail);  // the server speaks first
    ask(mail, "HELO [127.0.0.1]");
    ask(mail, "MAIL FROM:<teacher@mail.test>");
    ask(mail, "RCPT TO:<" + recipient + ">");
    ask(mail, "DATA");
    mail.write("From: teacher@mail.test\r\nTo: " + recipient + "\r\nSubject: By hand\r\n\r\n");
    // A line that begins with a dot gets one more, because a dot alone is the end.
    mail.write("The next line is a dot alone:\r\n..\r\n");
    ask(mail, ".");
    ask(mail, "QUIT");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
