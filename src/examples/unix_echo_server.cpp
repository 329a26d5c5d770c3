// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Unix echo server
// title.zh: Unix 回声服务器
// blurb: The same over AF_UNIX: the address is a path, and only programs of this host can reach it.
// blurb.zh: 改用 AF_UNIX：地址是一个路径，只有本机的程序才能连接。
// usage: unix_echo_server [PATH]
// page: echo.sock
// beside: unix_echo_client echo.sock hello

#include <unistd.h>

#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "echo.sock";
  try {
    Socket server(AF_UNIX, SOCK_STREAM);
    // A file of that name from last time would be in the way.
    unlink(path.c_str());
    server.bind(Address(path));
    server.listen(5);
    std::cout << "Listening at " << server.getsockname() << std::endl;
    for (;;) {
      auto [client, address] = server.accept();
      std::cout << "A client has connected" << std::endl;
      for (std::string data; !(data = client.recv(1024)).empty();) {
        std::cout << data.size() << " bytes: " << data << std::endl;
        client.sendall(data);
      }
      std::cout << "The client has gone" << std::endl;
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
