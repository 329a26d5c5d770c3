// SPDX-License-Identifier: MIT
// protocol: Telnet
// title: Telnet by hand
// title.zh: 手写 Telnet
// blurb: See what a Telnet host asks for, refuse all of it, and read its greeting, with the bare Socket.
// blurb.zh: 用最基本的 Socket 看看 Telnet 主机要求什么，一概拒绝，再读它的问候语。
// usage: telnet_socket [HOST [PORT]]
// page: telnet.test 23
// also: telehack.com 23

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

// RFC 854: the byte 255 begins a command, and the byte after it says which.
constexpr unsigned char SB = 250, SE = 240, WILL = 251, WONT = 252, DO = 253, DONT = 254, IAC = 255;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "telnet.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 23;
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.settimeout(3);
    s.connect({host, port});

    // TCP may cut the stream anywhere, so each byte is read by itself. An empty string is the end.
    std::string text;
    const auto next = [&s] {
      const std::string byte = s.recv(1);
      return byte.empty() ? -1 : static_cast<unsigned char>(byte[0]);
    };
    try {
      for (int byte = next(); byte >= 0; byte = next()) {
        if (byte != IAC) {
          text += static_cast<char>(byte);
          if (text.ends_with("login: ")) break;
          continue;
        }
        const int command = next();
        if (command == IAC) {
          text += static_cast<char>(IAC);  // 255 twice is the data byte 255
        } else if (command == WILL || command == DO) {
          // "I will use this option", "please use that one": no to all of them.
          const int option = next();
          const int answer = command == WILL ? DONT : WONT;
          std::cout << (command == WILL ? "host: WILL " : "host: DO ") << option
                    << (command == WILL ? "   we: DONT " : "   we: WONT ") << option << '\n';
          s.sendall(
              std::string{static_cast<char>(IAC), static_cast<char>(answer), static_cast<char>(option)});
        } else if (command == SB) {
          while (next() != SE) continue;  // we agreed to nothing, so this is not for us
        } else if (command == WONT || command == DONT) {
          next();  // fine: it is off already
        }
      }
    } catch (const timeout&) {
      std::cout << "(nothing more for 3 seconds)\n";
    }
    std::cout << text << '\n';
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
