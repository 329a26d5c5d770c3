// SPDX-License-Identifier: MIT
// protocol: Telnet
// title: Log in and run a command
// title.zh: 登录并执行命令
// blurb: A script at a Telnet host: wait for the prompts, give name and password, run one command.
// blurb.zh: 在 Telnet 主机上运行的脚本：等待提示，输入用户名和密码，执行一条命令。
// usage: telnet_login [HOST [USER [PASSWORD [COMMAND]]]]
// page: telnet.test learner secret help

#include <exception>
#include <iostream>
#include <string>

#include "protocols/telnetlib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "telnet.test";
  const std::string user = argc > 2 ? argv[2] : "learner";
  const std::string password = argc > 3 ? argv[3] : "secret";
  const std::string command = argc > 4 ? argv[4] : "help";
  try {
    // The library answers what the host negotiates; here it also shows it.
    telnetlib::TelnetOptions options;
    options.watch = [](const std::string& words) { std::cout << "  [" << words << "]\n"; };
    telnetlib::Telnet telnet(host, 23, seconds(10), options);

    telnet.read_until("login: ");
    telnet.write(user + "\r\n");
    telnet.read_until("Password: ");
    telnet.write(password + "\r\n");

    // Either a prompt comes, or the host asks again.
    const auto [which, text] = telnet.expect({"$ ", "login: "});
    if (which != 0) {
      std::cerr << host << " does not let " << user << " in\n";
      return 1;
    }
    telnet.write(command + "\r\n");
    std::cout << telnet.read_until("$ ") << '\n';
    telnet.write("exit\r\n");
    telnet.read_all();
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
