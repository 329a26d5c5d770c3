// SPDX-License-Identifier: MIT
// C++ streams and std::filesystem on the private files.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

int main() {
  fs::current_path(std::getenv("SCRATCH"));
  std::cout << fs::create_directories("a/b/c") << fs::create_directories("a/b/c") << '\n';
  std::ofstream("a/b/text") << "one\ntwo\nthree\n" << 4.5 << '\n';
  std::ifstream in("a/b/text");
  int count = 0;
  for (std::string line; std::getline(in, line);) std::cout << ++count << ' ' << line << '\n';
  std::cout << in.eof() << in.good() << '\n';
  std::fstream both("a/b/text", std::ios::in | std::ios::out | std::ios::ate);
  std::cout << both.tellg() << '\n';
  both.seekp(4);
  both << "TWO";
  both.seekg(0);
  std::cout << std::string(std::istreambuf_iterator<char>(both), {});
  both.close();
  std::cout << fs::file_size("a/b/text") << ' ' << fs::exists("nothing") << fs::is_directory("a/b") << '\n';
  fs::copy_file("a/b/text", "a/copy");
  std::cout << "copied " << fs::file_size("a/copy") << '\n';
  fs::rename("a/copy", "a/moved");
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator("."))
    names.push_back(entry.path().generic_string());
  std::sort(names.begin(), names.end());
  for (const auto& name : names) std::cout << name << '\n';
  std::error_code error;
  fs::remove("a/b", error);
  std::cout << error.message() << '\n';
  fs::resize_file("a/moved", 3);
  std::cout << fs::file_size("a/moved") << '\n';
  try {
    fs::rename("nothing", "something");
  } catch (const fs::filesystem_error& failure) {
    std::cout << failure.code().message() << ' ' << failure.path1() << '\n';
  }
  std::cout << fs::remove_all("a") << " removed\n";
  std::ifstream missing("nothing");
  std::cout << missing.is_open() << '\n';
}
