// SPDX-License-Identifier: MIT
// protocol: FTP
// title: Two connections, by hand
// title.zh: 亲手操作两条连接
// blurb: Speak FTP with two bare sockets: commands go over one, a list comes over the other.
// blurb.zh: 用两个套接字亲手说 FTP：命令走一条连接，列表从另一条过来。
// usage: ftp_socket [HOST [PORT [USER [PASSWORD]]]]
// page: ftp.test 21 learner secret
// also: ftp.gnu.org 21 anonymous guest@example.org

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// A reply: one line, or several between "211-" and "211 ". The last one is returned.
std::string read_reply(File& control) {
  std::string first;
  for (;;) {
    std::string line = control.readline();
    while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
    std::cout << "< " << line << '\n';
    if (first.empty()) first = line;
    if (line.size() < 4 || (line[3] == ' ' && line.substr(0, 3) == first.substr(0, 3))) return line;
  }
}

std::string ask(File& control, const std::string& command) {
  std::cout << "> " << (command.starts_with("PASS") ? "PASS ******" : command) << '\n';
  control.write(command + "\r\n");
  control.flush();
  return read_reply(control);
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "ftp.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 21;
  const std::string user = argc > 3 ? argv[3] : "learner";
  const std::string password = argc > 4 ? argv[4] : "secret";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    File control = s.makefile("rwb");
    read_reply(control);  // the server speaks first
    ask(control, "USER " + user);
    if (!ask(control, "PASS " + password).starts_with("230")) return 1;

    // 229 … (|||PORT|): the server waits there for our second connection, for one transfer.
    const std::string passive = ask(control, "EPSV");
    const std::size_t bars = passive.find("|||");
    if (!passive.starts_with("229") || bars == std::string::npos) return 1;
    Socket data(AF_INET, SOCK_STREAM);
    data.connect({host, std::atoi(passive.c_str() + bars + 3)});

    if (!ask(control, "NLST").starts_with('1')) return 1;
    File names = data.makefile("rb");
    for (std::string line = names.readline(); !line.empty(); line = names.readline())
      std::cout << "  " << line.substr(0, line.find('\r')) << '\n';
    names.close();
    data.close();
    read_reply(control);  // 226: that was all
    ask(control, "QUIT");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
