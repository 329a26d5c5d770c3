// SPDX-License-Identifier: MIT
// std::cin and std::cout on the terminal: the prompt comes before the wait, numbers, lines, the end.

#include <iostream>
#include <string>

int main() {
  std::string name, line;
  int number = 0;
  std::cout << "name? ";
  std::getline(std::cin, name);
  std::cout << "hello, " << name << "\nnumber? ";
  std::cin >> number;
  std::cout << number + 1 << '\n';
  std::cout << "not a number? ";
  if (!(std::cin >> number)) std::cout << "no, " << std::cin.eof() << std::cin.fail() << '\n';
  std::cin.clear();
  std::getline(std::cin, line);
  std::cout << "left over: " << line << '\n';
  std::cerr << "by cerr: ";
  while (std::getline(std::cin, line)) std::cout << '[' << line << "]\n";
  std::cout << "end " << std::cin.eof() << std::endl;
  return std::cin.eof() ? 3 : 4;
}
