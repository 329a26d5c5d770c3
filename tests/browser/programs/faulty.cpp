// SPDX-License-Identifier: MIT
// faulty HOW: ends as no program should.

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

int main(int argc, char* argv[]) {
  std::string how = argc > 1 ? argv[1] : "";
  std::cout << how << '\n';
  if (how == "throw") throw std::runtime_error("nobody catches this");
  if (how == "trap") __builtin_trap();
  if (how == "spin") {
    for (volatile int i = 0;; i = i + 1) continue;
  }
  if (how == "print") {
    for (;;) std::cout << "again and again\n";
  }
  if (how == "eat") {
    std::vector<std::vector<char>> all;
    for (;;) all.emplace_back(64 << 20, 'x');
  }
  return 0;
}
