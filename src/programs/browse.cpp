// SPDX-License-Identifier: MIT
// browse URL: fetches a page and writes the answer as it came, status and headers first: the eyes of the
// page's browser panel.

#include <termios.h>
#include <unistd.h>

#include <exception>
#include <iostream>

#include "protocols/http.hpp"
#include "protocols/urllib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  // The body's bytes are nobody's lines: a terminal must not change their ends.
  termios mode{};
  tcgetattr(STDOUT_FILENO, &mode);
  mode.c_oflag &= ~static_cast<tcflag_t>(OPOST);
  tcsetattr(STDOUT_FILENO, TCSANOW, &mode);
  try {
    const urllib::SplitResult url = urllib::urlsplit(argv[1]);
    if (url.scheme != "http" || url.hostname().empty()) {
      std::cerr << argv[1] << ": write it as http://host:port/path\n";
      return 1;
    }
    http::HTTPConnection connection(url.hostname(), url.port(), seconds(15));
    const std::string path = url.path.empty() ? "/" : url.path;
    connection.request("GET", url.query.empty() ? path : path + '?' + url.query);
    http::HTTPResponse response = connection.getresponse();
    std::cout << "HTTP/1.1 " << response.status() << ' ' << response.reason() << "\r\n";
    for (const auto& [name, value] : response.getheaders()) std::cout << name << ": " << value << "\r\n";
    std::cout << "\r\n" << response.read() << std::flush;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
  return 0;
}
