// SPDX-License-Identifier: MIT
// protocol: NNTP
// title: News with a bare socket
// title.zh: 用套接字读新闻组
// blurb: Speak NNTP by hand: the greeting, GROUP, an overview of the newest articles, and one of them.
// blurb.zh: 亲手说 NNTP：问候、GROUP、最新文章的概览，再读其中一篇。
// usage: nntp_socket [HOST [PORT [GROUP]]]
// page: news.test 119 local.welcome
// also: news.test 119 local.sockets
// also: news.gmane.io 119 gmane.comp.python.general

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// A line of the server's without its \r\n.
std::string read_line(File& news) {
  std::string line = news.readline();
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return line;
}

/// Sends a command and shows what the server answers: a number of three digits, then words.
std::string ask(File& news, const std::string& command) {
  std::cout << "> " << command << '\n';
  news.write(command + "\r\n");
  news.flush();
  const std::string answer = read_line(news);
  std::cout << "< " << answer << '\n';
  return answer;
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "news.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 119;
  const std::string group = argc > 3 ? argv[3] : "local.welcome";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    File news = s.makefile("rwb");
    std::cout << "< " << read_line(news) << '\n';  // the server speaks first

    // 211 COUNT FIRST LAST NAME
    std::istringstream answer(ask(news, "GROUP " + group));
    long code = 0;
    long count = 0;
    long first = 0;
    long last = 0;
    answer >> code >> count >> first >> last;
    if (code != 211 || count == 0) return 1;

    // 224: one line an article, its fields parted by tabs: number, subject, from, date and more.
    const std::string newest = std::to_string(std::max(first, last - 2)) + '-' + std::to_string(last);
    if (ask(news, "XOVER " + newest).starts_with("224"))
      for (std::string line = read_line(news); line != "."; line = read_line(news)) {
        std::istringstream fields(line);
        std::string number;
        std::string subject;
        std::getline(std::getline(fields, number, '\t'), subject, '\t');
        std::cout << "  " << number << ": " << subject << '\n';
      }

    // 220: the article, up to a dot that stands alone. A line that begins with a dot comes with two.
    if (ask(news, "ARTICLE " + std::to_string(last)).starts_with("220"))
      for (std::string line = read_line(news); line != "."; line = read_line(news))
        std::cout << "  " << line.substr(line.starts_with('.') ? 1 : 0) << '\n';
    ask(news, "QUIT");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
