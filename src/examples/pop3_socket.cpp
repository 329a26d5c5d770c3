// SPDX-License-Identifier: MIT
// protocol: POP3
// title: Mail with a bare socket
// title.zh: 用套接字收信
// blurb: Speak POP3 by hand: log in, count and list the letters, and fetch one, dots and all.
// blurb.zh: 亲手说 POP3：登录、数信、列信，再取回一封，连行首的点也不例外。
// usage: pop3_socket [HOST [PORT [USER [PASSWORD]]]]
// page: mail.test 110 learner secret

#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// A line of the server's without its \r\n.
std::string read_line(File& mail) {
  std::string line = mail.readline();
  if (line.empty()) throw std::runtime_error("the server hung up");
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return line;
}

/// Shows the answer to a command: +OK or -ERR, then words for people.
std::string answer(File& mail) {
  const std::string line = read_line(mail);
  std::cout << "< " << line << '\n';
  if (!line.starts_with("+OK")) throw std::runtime_error("the server refused");
  return line;
}

std::string ask(File& mail, const std::string& command) {
  // A password goes over the wire as it is: on a network of strangers, only inside TLS.
  std::cout << "> " << (command.starts_with("PASS") ? "PASS ******" : command) << '\n';
  mail.write(command + "\r\n");
  mail.flush();
  return answer(mail);
}

/// Shows the lines of a longer answer, up to a dot that stands alone.
void show_lines(File& mail) {
  for (std::string line = read_line(mail); line != "."; line = read_line(mail)) {
    // A line that begins with a dot was sent with one more, so that no text can be the end.
    if (line.starts_with('.')) line.erase(0, 1);
    std::cout << "  " << line << '\n';
  }
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 110;
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    File mail = s.makefile("rwb");
    answer(mail);  // the server speaks first
    ask(mail, std::string("USER ") + (argc > 3 ? argv[3] : "learner"));
    ask(mail, std::string("PASS ") + (argc > 4 ? argv[4] : "secret"));

    // +OK COUNT OCTETS
    std::istringstream stat(ask(mail, "STAT"));
    std::string ok;
    int count = 0;
    stat >> ok >> count;
    ask(mail, "LIST");
    show_lines(mail);
    if (count > 0) {
      ask(mail, "TOP " + std::to_string(count) + " 0");  // the newest one's headers, no line of its body
      show_lines(mail);
      ask(mail, "RETR 1");  // a whole letter
      show_lines(mail);
    }
    ask(mail, "QUIT");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
