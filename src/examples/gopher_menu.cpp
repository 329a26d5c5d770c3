// SPDX-License-Identifier: MIT
// protocol: Gopher
// title: Gopher menus
// title.zh: Gopher 菜单
// blurb: Read a menu: what each item is, what it is called and where it leads; or search a host.
// blurb.zh: 读一个菜单：每一项是什么、叫什么、通向哪里；也可以搜索。
// usage: gopher_menu [HOST [PORT [SELECTOR [QUERY]]]]
// page: gopher.test 70 /
// also: gopher.test 70 /search 明月
// also: gopher.floodgap.com 70 /

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/gopherlib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "gopher.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 70;
  const std::string selector = argc > 3 ? argv[3] : "/";
  try {
    const gopherlib::Gopher gopher(host, port);
    // A search is a selector, a tab and the words; what it finds is a menu like any other.
    const auto items = argc > 4 ? gopher.search(selector, argv[4]) : gopher.get_directory(selector);
    for (const gopherlib::Item& item : items) {
      if (item.type == gopherlib::A_INFO) {
        std::cout << item.display << '\n';
        continue;
      }
      std::cout << "  " << gopherlib::type_to_name(item.type) << ": " << item.display << '\n'
                << "      " << gopherlib::item_url(item) << '\n';
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
