// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Small web server
// title.zh: 小型 Web 服务器
// blurb: Reads requests and answers with pages, one of which counts its visitors. The panel beside it is a browser.
// blurb.zh: 读取请求并返回网页，其中一个页面统计访问次数。旁边的面板就是浏览器。
// usage: web_server [PORT]
// page: 8080
// browse: http://127.0.0.1:8080/

#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int visits = 0;

std::string page(const std::string& title, const std::string& body) {
  return "<!doctype html><html><head><meta charset=utf-8><title>" + title +
         "</title><style>body{font:16px sans-serif;margin:2em;max-width:40em}</style></head><body><h1>" +
         title + "</h1>" + body +
         "<p><a href='/'>Home</a> <a href='/visits'>Visits</a> <a href='/nowhere'>Nowhere</a></p>" +
         "</body></html>";
}

/// The answer to a request for this path: its status, and the page.
std::pair<std::string, std::string> answer(const std::string& path) {
  if (path == "/")
    return {"200 OK", page("Hello from C++", "<p>This page came out of a socket. 这个网页来自套接字。</p>")};
  if (path == "/visits")
    return {"200 OK", page("Visits", "<p>You are visitor number " + std::to_string(++visits) + ".</p>")};
  return {"404 Not Found", page("Not found", "<p>There is nothing at that address.</p>")};
}

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 8080;
  try {
    Socket server = create_server({"127.0.0.1", port});
    std::cout << "http://" << server.getsockname() << "/ is ready" << std::endl;
    for (;;) {
      auto [client, address] = server.accept();
      client.settimeout(5);
      try {
        File lines = client.makefile("r");
        // The first line is the request, header lines follow, and an empty line ends it.
        const std::string request = lines.readline();
        for (std::string line = request; !line.empty() && line != "\n";) line = lines.readline();
        const std::size_t begin = request.find(' ') + 1;
        const std::string path = request.substr(begin, request.find(' ', begin) - begin);
        const auto [status, body] = answer(path);
        std::cout << address << ' ' << request.substr(0, request.find('\n')) << " -> " << status << std::endl;
        client.sendall("HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\n");
        client.sendall("Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n");
        client.sendall(body);
      } catch (const error& problem) {
        // One client's misbehaviour is no reason to stop for the others.
        std::cout << address << ' ' << problem.what() << std::endl;
      }
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
