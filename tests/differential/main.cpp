// SPDX-License-Identifier: MIT
// Runs the scenarios named, or all of them: "== name", then their lines.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "scenario.hpp"

namespace {

constexpr unsigned seconds_for_one = 20;

std::map<std::string, void (*)()>& scenarios() {
  static std::map<std::string, void (*)()> all;
  return all;
}

}  // namespace

scenario::Register::Register(const char* name, void (*function)()) {
  scenarios().emplace(name, function);
}

int main(int count, char** arguments) {
  for (const auto& [name, function] : scenarios()) {
    const auto same = [&](const char* argument) { return name == argument; };
    if (count > 1 && std::none_of(arguments + 1, arguments + count, same)) continue;
    std::printf("== %s\n", name.c_str());
    std::fflush(stdout);
    ::alarm(seconds_for_one);  // one that hangs ends the program, and the runner names it
    scenario::attempt("ended", [function] { function(); });
    porthole::setdefaulttimeout({});
  }
}
