// SPDX-License-Identifier: MIT
// protocol: FTP
// title: The host connects back
// title.zh: 主机连回来
// blurb: Active mode, as FTP began: we listen at a port and tell it, and the host connects to us with each file.
// blurb.zh: FTP 最初的主动模式：我们监听一个端口并告诉主机，主机为每个文件连回来。
// usage: ftp_active [HOST [PORT]]
// page: ftp.test 21

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/ftplib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "ftp.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 21;
  try {
    ftplib::FTP ftp(host, port, seconds(20));
    std::cout << ftp.login() << '\n';
    // Not passive: for each transfer FTP::listen_active listens at a free port, and EPRT tells the host
    // which.
    ftp.set_pasv(false);
    for (const std::string& name : ftp.nlst()) std::cout << "There is " << name << '\n';
    std::string text;
    ftp.retrbinary("RETR readme.txt", [&](std::string_view block) { text += block; });
    std::cout << "readme.txt came back to us, " << text.size() << " bytes\n" << ftp.quit() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
