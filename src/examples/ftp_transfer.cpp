// SPDX-License-Identifier: MIT
// protocol: FTP
// title: Store, go on, and compare
// title.zh: 上传、续传、比较
// blurb: Store half of a file, go on where it ends, fetch it again and compare; then put things back.
// blurb.zh: 先上传半个文件，再从断点续传，取回来比较，最后恢复原样。
// usage: ftp_transfer [HOST [PORT [USER [PASSWORD [PATH]]]]]
// page: ftp.test 21 learner secret /upload

#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>

#include "protocols/ftplib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "ftp.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 21;
  const std::string user = argc > 3 ? argv[3] : "learner";
  const std::string password = argc > 4 ? argv[4] : "secret";
  const std::string path = argc > 5 ? argv[5] : "/upload";
  try {
    ftplib::FTP ftp(host, port, seconds(20));
    ftp.login(user, password);
    ftp.cwd(path);
    const std::string folder = ftp.mkd("练习");
    std::cout << "Made " << folder << '\n';
    ftp.cwd(folder);

    std::string content;
    for (int number = 0; number < 20'000; ++number) content += std::to_string(number) + '\n';
    std::istringstream half(content.substr(0, content.size() / 2));
    ftp.storbinary("STOR numbers.txt", half);
    const std::uint64_t there = ftp.size("numbers.txt");
    std::cout << "Stored " << there << " of " << content.size() << " bytes\n";

    // Each block is told when it has been sent: that is how a progress bar moves.
    std::size_t sent = 0;
    std::istringstream rest(content.substr(static_cast<std::size_t>(there)));
    ftp.storbinary("STOR numbers.txt", rest, [&](std::string_view block) { sent += block.size(); }, there);
    std::cout << "Went on with " << sent << " more\n";

    std::string fetched;
    ftp.retrbinary("RETR numbers.txt", [&](std::string_view block) { fetched += block; });
    std::cout << "Fetched " << fetched.size() << " bytes: " << (fetched == content ? "the same" : "different")
              << '\n';

    ftp.rename("numbers.txt", "数字.txt");
    for (const std::string& name : ftp.nlst()) std::cout << "There is " << name << '\n';
    ftp.delete_("数字.txt");
    ftp.cwd("..");
    ftp.rmd("练习");
    std::cout << ftp.quit() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
