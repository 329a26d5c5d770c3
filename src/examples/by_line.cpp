// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: Reading line by line
// title.zh: 按行读取
// blurb: A socket gives bytes as they come; the file that makefile gives reads whole lines and exact sizes.
// blurb.zh: 套接字按到达的样子给出字节；makefile 给出的文件能读整行和确切的字节数。
// usage: by_line [HOST [PORT [PATH]]]
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
    File file = s.makefile("rwb");
    file.write("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    file.flush();  // the file collects what is written; this sends it

    // The header is lines, up to an empty one. Content-Length says how many bytes follow it.
    long length = 0;
    int number = 0;
    for (std::string line = file.readline(); line != "\r\n" && !line.empty(); line = file.readline()) {
      std::cout << ++number << ": " << line.substr(0, line.find('\r')) << '\n';
      if (line.starts_with("Content-Length: ")) length = std::atol(line.c_str() + 16);
    }
    // The server keeps the connection open for another request: to read until it closes would be to wait for
    // long.
    const std::string body = file.read(length);
    std::cout << '\n' << body << "-- " << body.size() << " bytes\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
