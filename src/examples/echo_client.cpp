// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Echo client
// title.zh: 回声客户端
// blurb: Send each word and wait for it to come back. The server beside it starts with it.
// blurb.zh: 逐个发送单词，等它原样回来。运行时会先启动旁边的服务器。
// usage: echo_client [HOST [PORT [TEXT...]]]
// page: 127.0.0.1 7007 hello 你好
// also: echo.test 7 hello
// server: echo_server 7007

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "127.0.0.1";
  const int port = argc > 2 ? std::atoi(argv[2]) : 7007;
  std::vector<std::string> texts(argv + (argc > 3 ? 3 : argc), argv + argc);
  if (texts.empty()) texts = {"hello"};
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    std::cout << s.getsockname() << " is connected to " << s.getpeername() << '\n';
    for (const std::string& text : texts) {
      s.sendall(text);
      // As many bytes come back, perhaps in several pieces: TCP keeps their order, not their borders.
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
