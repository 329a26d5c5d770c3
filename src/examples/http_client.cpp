// SPDX-License-Identifier: MIT
// protocol: HTTP
// title: Several requests on one connection
// title.zh: 一个连接，多个请求
// blurb: HTTPConnection keeps its connection: ask for a head, put a file, read it back, delete it.
// blurb.zh: HTTPConnection 会保持连接：只取首部，存放一个文件，读回来，再删除它。
// usage: http_client [HOST [PORT]]
// page: www.test 80

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/http.hpp"

using namespace porthole;
using http::HTTPConnection;
using http::HTTPResponse;

static void show(const std::string& what, HTTPResponse response) {
  std::cout << what << ": " << response.status() << ' ' << response.reason();
  if (const auto type = response.getheader("Content-Type")) std::cout << ", " << *type;
  std::cout << '\n';
  // An answer is read to its end before the next request can go out on the same connection.
  const std::string body = response.read();
  if (!body.empty()) std::cout << body;
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "www.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 80;
  try {
    HTTPConnection connection(host, port, seconds(30));

    connection.request("HEAD", "/");
    show("HEAD /", connection.getresponse());
    const Address ours = connection.sock()->getsockname();

    // A body, and a header of our own. Content-Length is added by itself.
    const http::HeaderList text = {{"Content-Type", "text/plain; charset=utf-8"}};
    connection.request("PUT", "/files/note.txt", "Hello, 你好!\n", text);
    show("PUT", connection.getresponse());

    connection.request("GET", "/files/note.txt");
    show("GET", connection.getresponse());

    connection.request("DELETE", "/files/note.txt");
    show("DELETE", connection.getresponse());

    connection.request("GET", "/files/note.txt");
    show("GET", connection.getresponse());

    const bool same = connection.sock() != nullptr && connection.sock()->getsockname() == ours;
    std::cout << (same ? "All of it went over one connection.\n" : "It took more than one connection.\n");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
