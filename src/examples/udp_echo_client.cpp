// SPDX-License-Identifier: MIT
// protocol: Servers
// title: UDP echo client
// title.zh: UDP 回声客户端
// blurb: Number the datagrams and see which come back. In bad weather some are lost, doubled, or overtaken.
// blurb.zh: 给数据报编号，看哪些回来了。天气不好时，有的会丢失、重复或被超越。
// usage: udp_echo_client [HOST [PORT [COUNT]]]
// page: 127.0.0.1 7007 5
// server: udp_echo_server 7007

#include <cstdlib>
#include <exception>
#include <iostream>
#include <set>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "127.0.0.1";
  const int port = argc > 2 ? std::atoi(argv[2]) : 7007;
  const int count = argc > 3 ? std::atoi(argv[3]) : 5;
  try {
    Socket s(AF_INET, SOCK_DGRAM);
    for (int number = 1; number <= count; ++number)
      s.sendto("datagram " + std::to_string(number), {host, port});
    std::cout << "Sent " << count << " datagrams\n" << std::flush;
    // UDP promises nothing: who waits for an answer must decide for how long.
    s.settimeout(1.5);
    std::multiset<std::string> answers;
    try {
      while (answers.size() < static_cast<std::size_t>(count)) {
        const auto [data, address] = s.recvfrom(2048);
        std::cout << data << " is back\n" << std::flush;
        answers.insert(data);
      }
    } catch (const timeout&) {
      std::cout << "Nothing comes any more\n";
    }
    int lost = 0;
    for (int number = 1; number <= count; ++number)
      if (!answers.contains("datagram " + std::to_string(number))) ++lost;
    std::cout << lost << " of " << count << " were lost\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
