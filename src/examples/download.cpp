// SPDX-License-Identifier: MIT
// protocol: HTTP
// title: Download with progress
// title.zh: 下载并显示进度
// blurb: Fetch a large page, give up when nothing comes for five seconds (select), and show how far it is.
// blurb.zh: 下载一个大文件；用 select 等待，五秒内没有数据就放弃；同时显示进度。
// usage: download [HOST [PORT [PATH]]]
// page: www.test 80 /big?n=5000000

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// The number behind "Content-Length:"; 0 when the host did not say.
static std::size_t announced(const std::string& header) {
  const std::size_t at = header.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(header.substr(at + 16));
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "www.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 80;
  const std::string path = argc > 3 ? argv[3] : "/big?n=5000000";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.sendall("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n");

    std::ofstream file("download.bin", std::ios::binary);
    std::string header;
    std::size_t total = 0;
    std::size_t received = 0;
    std::size_t shown = 0;
    bool in_header = true;
    for (;;) {
      // select waits until one of the sockets given can be read from, or until the time is up.
      if (select({s}, {}, {}, seconds(5)).readable.empty()) {
        std::cerr << "Nothing came for five seconds.\n";
        return 1;
      }
      std::string piece = s.recv(65536);
      if (piece.empty()) break;
      if (in_header) {
        header += piece;
        const std::size_t end = header.find("\r\n\r\n");
        if (end == std::string::npos) continue;
        piece = header.substr(end + 4);
        header.resize(end);
        total = announced(header);
        in_header = false;
        std::cout << header.substr(0, header.find("\r\n")) << ", " << total << " bytes\n";
      }
      file << piece;
      received += piece.size();
      // \r goes back to the start of the line, so that each number overwrites the last.
      const std::size_t percent = total == 0 ? 0 : received * 100 / total;
      if (percent >= shown + 20) {
        shown = percent / 20 * 20;
        std::cout << shown << " %" << (shown < 100 ? "\r" : "\n") << std::flush;
      }
    }
    if (received < total) {
      std::cerr << "The connection ended after " << received << " of " << total << " bytes.\n";
      return 1;
    }
    std::cout << "Saved " << received << " bytes to download.bin\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
