// SPDX-License-Identifier: MIT
// C++ above the seam: exceptions through frames that were suspended, destructors, threads' clocks, streams.

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "peer.h"

namespace {

struct Connection {
  int fd;
  explicit Connection(const char* name) : fd(dial(name)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    close(fd);
    std::cout << "closed\n";
  }
};

std::string ask(const std::string& text) {
  Connection connection("ECHO");
  send_text(connection.fd, text.c_str());
  std::vector<char> buffer(text.size());
  ssize_t count = recv(connection.fd, buffer.data(), buffer.size(), MSG_WAITALL);
  if (text == "throw") throw std::runtime_error("thrown after a wait");
  return {buffer.data(), static_cast<std::size_t>(count)};
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::cout << ask("hello") << '\n';
  try {
    ask("throw");
  } catch (const std::exception& error) {
    std::cout << "caught: " << error.what() << '\n';
  }
  try {
    char byte = 0;
    if (recv(-1, &byte, 1, 0) < 0) throw std::system_error(errno, std::generic_category(), "recv");
  } catch (const std::system_error& error) {
    std::cout << error.what() << ' ' << (error.code() == std::errc::bad_file_descriptor) << '\n';
  }
  auto start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  std::cout << (std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(30)) << '\n';
  std::this_thread::yield();
  return 0;
}
