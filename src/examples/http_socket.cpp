// SPDX-License-Identifier: MIT
// protocol: HTTP
// title: HTTP by hand
// title.zh: 手写 HTTP
// blurb: Write a request with a plain socket, and take the answer apart: status line, headers, body.
// blurb.zh: 用一个普通套接字写出请求，再把回答拆开：状态行、首部、正文。
// usage: http_socket [HOST [PORT [PATH]]]
// page: www.test 80 /zh
// also: www.sina.com.cn 80 /

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "www.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 80;
  const std::string path = argc > 3 ? argv[3] : "/zh";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});

    // A request is lines of text: what is wanted, headers, and an empty line at the end. HTTP/1.1 must name
    // the host, because one address may serve many. "Connection: close" asks the host to end the connection
    // after its answer: that tells us where the body ends.
    s.sendall("GET " + path +
              " HTTP/1.1\r\n"
              "Host: " +
              host +
              "\r\n"
              "Connection: close\r\n"
              "\r\n");

    // makefile() reads the socket like a file, line by line.
    File answer = s.makefile("rb");
    std::string status = answer.readline();
    std::cout << "Status:  " << status.substr(0, status.find('\r')) << '\n';
    for (;;) {
      std::string line = answer.readline();
      if (line == "\r\n" || line.empty()) break;
      std::cout << "Header:  " << line.substr(0, line.find('\r')) << '\n';
    }

    // What follows the empty line is the body, whatever bytes it holds.
    const std::string body = answer.read();
    std::cout << "Body:    " << body.size() << " bytes\n\n" << body;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
