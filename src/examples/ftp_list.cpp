// SPDX-License-Identifier: MIT
// protocol: FTP
// title: List a directory
// title.zh: 列出目录
// blurb: Log in, list a directory with sizes and times, and print a file of it that is a text.
// blurb.zh: 登录，列出目录及其大小和时间，再显示其中一个文本文件。
// usage: ftp_list [HOST [PORT [USER [PASSWORD [PATH]]]]]
// page: ftp.test 21 learner secret /
// also: ftp.gnu.org 21 anonymous guest@example.org /gnu/hello

#include <cstdlib>
#include <exception>
#include <iomanip>
#include <iostream>
#include <string>

#include "protocols/ftplib.hpp"

using namespace porthole;

/// What a fact of an entry says; servers tell the facts they know.
std::string fact(const ftplib::Entry& entry, const std::string& name) {
  const auto found = entry.facts.find(name);
  return found == entry.facts.end() ? "-" : found->second;
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "ftp.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 21;
  const std::string user = argc > 3 ? argv[3] : "learner";
  const std::string password = argc > 4 ? argv[4] : "secret";
  const std::string path = argc > 5 ? argv[5] : "/";
  try {
    ftplib::FTP ftp(host, port, seconds(20));
    std::cout << ftp.getwelcome() << '\n' << ftp.login(user, password) << '\n';
    ftp.cwd(path);
    std::cout << "In " << ftp.pwd() << ":\n";
    std::string text;
    for (const ftplib::Entry& entry : ftp.mlsd()) {
      const std::string type = fact(entry, "type");
      if (type != "file" && type != "dir") continue;  // the directory itself, and the one above
      std::cout << std::setw(5) << type << std::setw(12) << fact(entry, "size") << "  " << entry.name << '\n';
      if (entry.name.ends_with(".txt") && text.empty()) text = entry.name;
    }
    if (!text.empty()) {
      std::cout << '\n' << text << ":\n";
      ftp.retrlines("RETR " + text, [](const std::string& line) { std::cout << line << '\n'; });
    }
    std::cout << ftp.quit() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
