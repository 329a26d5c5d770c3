// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Chat server
// title.zh: 聊天服务器
// blurb: What one client says, all others hear. The first line of each is its name.
// blurb.zh: 一个人说的话，其他人都能听到。每个客户端的第一行是名字。
// usage: chat_server [PORT]
// page: 7012
// beside: chat_client 127.0.0.1 7012 Ann
// beside: chat_client 127.0.0.1 7012 小明

#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include "socket/socket.hpp"

using namespace porthole;

struct Guest {
  Socket socket;
  std::string name;
  std::string input;  // what has come of a line that is not complete
};

std::map<int, Guest> guests;

void tell_others(int speaker, const std::string& line) {
  std::cout << line << std::endl;
  for (auto& [fd, guest] : guests)
    if (fd != speaker && !guest.name.empty()) guest.socket.sendall(line + "\n");
}

/// What has come; nothing for who has left, cut off as by Stop too.
std::string received(Socket& socket) {
  try {
    return socket.recv(1024);
  } catch (const ConnectionError&) {
    return "";
  }
}

/// TCP has no lines: they are put together here.
void hear(int fd, Guest& guest, const std::string& data) {
  guest.input += data;
  for (std::size_t end; (end = guest.input.find('\n')) != std::string::npos;) {
    const std::string line = guest.input.substr(0, end);
    guest.input.erase(0, end + 1);
    if (!guest.name.empty()) {
      tell_others(fd, guest.name + ": " + line);
      continue;
    }
    guest.name = line;
    tell_others(fd, "* " + line + " has come");
  }
}

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 7012;
  try {
    Socket server = create_server({"127.0.0.1", port});
    std::cout << "Listening at " << server.getsockname() << std::endl;
    Poll waiting;
    waiting.add(server, POLLIN);
    for (;;) {
      for (const auto& [fd, events] : waiting.poll()) {
        if (fd == server.fileno()) {
          Socket client = server.accept().first;
          waiting.add(client, POLLIN);
          const int number = client.fileno();
          guests.emplace(number, Guest{std::move(client), "", ""});
          continue;
        }
        Guest& guest = guests.at(fd);
        const std::string data = received(guest.socket);
        if (!data.empty()) {
          hear(fd, guest, data);
          continue;
        }
        waiting.unregister(fd);
        const std::string name = std::exchange(guest.name, "");
        guests.erase(fd);
        if (!name.empty()) tell_others(fd, "* " + name + " has gone");
      }
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
