// SPDX-License-Identifier: MIT
// Every kind of thing a real Gopher server gives.
// usage: gopher_verbs HOST PORT

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "../proving.hpp"
#include "protocols/gopherlib.hpp"

using namespace porthole;
using namespace porthole::gopherlib;
using verbs::proved;
using verbs::require;

namespace {

const Item& find(const std::vector<Item>& items, char type, const std::string& display) {
  const auto found = std::ranges::find_if(
      items, [&](const Item& item) { return item.type == type && item.display.starts_with(display); });
  if (found == items.end()) throw std::runtime_error("the menu has no " + type_to_name(type) + " " + display);
  return *found;
}

void refused(const Gopher& gopher) {
  try {
    (void)gopher.get_directory("/no/such/thing");
  } catch (const GopherError&) {
    return proved("error item (3)");
  }
  throw std::runtime_error("a selector that leads nowhere was no error");
}

void every_verb(const std::string& host, int port) {
  const Gopher gopher(host, port, seconds(60.0));
  const auto menu = gopher.get_directory();
  find(menu, A_INFO, "Welcome to gophernicus.test");
  proved("information (i)");
  const Item& folder = find(menu, A_MENU, "A folder without a map");
  const auto within = gopher.get_directory(folder.selector);
  find(within, A_TEXT, "one.txt");
  find(within, A_TEXT, "two.txt");
  proved("menu (1)");

  const std::vector<std::string> text = gopher.get_textfile(find(menu, A_TEXT, "A text in two").selector);
  require(text.size() >= 3 && text[0] == "Hello from a real gopher server.",
          "the text begins as it was written");
  require(text[1] == ".one line begins with a dot", "a line that begins with a dot has one dot");
  require(text[2] == "你好，世界", "the text is Chinese where it was");
  proved("text (0)");

  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  require(gopher.get_binary(find(menu, A_BINARY, "Every byte").selector) == every,
          "every byte comes as it is");
  proved("binary (9)");

  const auto found = gopher.search(find(menu, A_INDEX, "Search").selector, "two words");
  find(found, A_INFO, "you searched for: two words");
  find(found, A_TEXT, "A text in two languages");
  proved("search (7)");
  require(item_url(find(menu, A_HTML, "The Web")) == "http://www.test/", "type h leads to the web");
  proved("link (h)");
  refused(gopher);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: gopher_verbs HOST PORT\n";
    return 2;
  }
  try {
    every_verb(argv[1], std::atoi(argv[2]));
  } catch (const std::exception& problem) {
    std::cout << "failed: " << problem.what() << std::endl;
    return 1;
  }
}
