// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Unix echo client
// title.zh: Unix 回声客户端
// blurb: connect takes a path here; all else is as over TCP.
// blurb.zh: 这里 connect 用的是路径，其余与 TCP 相同。
// usage: unix_echo_client [PATH [TEXT...]]
// page: echo.sock hello
// server: unix_echo_server echo.sock

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "echo.sock";
  std::vector<std::string> texts(argv + (argc > 2 ? 2 : argc), argv + argc);
  if (texts.empty()) texts = {"hello"};
  try {
    Socket s(AF_UNIX, SOCK_STREAM);
    s.connect(Address(path));
    std::cout << "Connected to " << s.getpeername() << '\n';
    for (const std::string& text : texts) {
      s.sendall(text);
      std::string answer;
      while (answer.size() < text.size()) {
        const std::string piece = s.recv(1024);
        if (piece.empty()) break;
        answer += piece;
      }
      std::cout << text << " -> " << answer << '\n';
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
