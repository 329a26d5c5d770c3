// SPDX-License-Identifier: MIT
// protocol: IMAP4
// title: IMAP4, by hand
// title.zh: 手写 IMAP4
// blurb: Log in and ask for the newest mail's subject with a bare socket: every line of the dialogue is shown.
// blurb.zh: 只用套接字登录并查询最新邮件的主题，对话的每一行都显示出来。
// usage: imap_socket [HOST [PORT [USER [PASSWORD]]]]
// page: mail.test 143 learner secret

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

// Each command begins with a tag of our choice, and the answer's last line begins with the same one. Lines
// that begin with a star come before it: they are the data.
void command(Socket& s, File& lines, const std::string& tag, const std::string& words) {
  std::cout << "C: " << tag << ' ' << words << '\n';
  s.sendall(tag + ' ' + words + "\r\n");
  for (;;) {
    std::string line = lines.readline();
    if (line.empty()) throw std::runtime_error("the server closed the connection");
    line.erase(line.find_last_not_of("\r\n") + 1);
    std::cout << "S: " << line << '\n';
    // A line that ends with {n} is followed by n bytes of anything: a literal. Here it is only shown.
    if (const auto brace = line.rfind('{'); line.ends_with('}') && line.starts_with("* ")) {
      const int size = std::atoi(line.c_str() + brace + 1);
      std::cout << lines.read(size);
    }
    if (line.starts_with(tag + ' ')) {
      if (!line.starts_with(tag + " OK")) throw std::runtime_error("the server said no");
      return;
    }
  }
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 143;
  const std::string user = argc > 3 ? argv[3] : "learner";
  const std::string password = argc > 4 ? argv[4] : "secret";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    File lines = s.makefile("rb");
    std::cout << "S: " << lines.readline();
    command(s, lines, "a1", "LOGIN " + user + ' ' + password);
    command(s, lines, "a2", "EXAMINE INBOX");
    command(s, lines, "a3", "FETCH * (UID FLAGS BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])");
    command(s, lines, "a4", "LOGOUT");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
