// SPDX-License-Identifier: MIT
#include "cli/compare.hpp"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/difference.hpp"
#include "cli/failure.hpp"
#include "cli/trace_reader.hpp"

namespace porthole::cli {
namespace {

using Lines = std::vector<std::string>;

/// A stream by its own lines, so that a difference shows where a reader looks for it; long ones in pieces.
void add_stream(Lines& lines, std::string_view arrow, std::string_view bytes) {
  constexpr std::size_t widest = 100;
  constexpr std::string_view digits = "0123456789abcdef";
  while (!bytes.empty()) {
    const std::string_view line =
        bytes.substr(0, std::min({bytes.find('\n'), bytes.size() - 1, widest - 1}) + 1);
    std::string shown(arrow);
    for (const char letter : line) {
      const auto code = static_cast<unsigned char>(letter);
      if (letter == '\n' || letter == '\r' || letter == '\\')
        (shown += '\\') += letter == '\n' ? 'n' : letter == '\r' ? 'r' : '\\';
      else if (code >= 0x20 && code < 0x7f)
        shown += letter;
      else
        ((shown += "\\x") += digits[code >> 4]) += digits[code & 15];
    }
    lines.push_back(shown);
    bytes.remove_prefix(line.size());
  }
}

Lines lines_of(const Connection& connection) {
  Lines lines = connection.said;
  add_stream(lines, "> ", connection.sent);
  add_stream(lines, "< ", connection.received);
  return lines;
}

int compare(const std::string& first, const std::string& second) {
  const std::vector<Connection> before = read_trace(first);
  const std::vector<Connection> after = read_trace(second);
  int status = 0;
  for (std::size_t index = 0; index < std::max(before.size(), after.size()); ++index) {
    const Connection* old = index < before.size() ? &before[index] : nullptr;
    const Connection* now = index < after.size() ? &after[index] : nullptr;
    if (old != nullptr && now != nullptr && *old == *now) continue;
    if (status == 0) std::cout << "--- " << first << "\n+++ " << second << '\n';
    std::cout << "@@ connection " << index + 1 << " @@\n";
    show_difference(std::cout, old == nullptr ? Lines{} : lines_of(*old),
                    now == nullptr ? Lines{} : lines_of(*now));
    status = 1;
  }
  return status;
}

}  // namespace

void add_compare(CLI::App& app, Commands& commands) {
  struct Options {
    std::string first;
    std::string second;
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("compare", "Tell what two runs of a program did differently on the wire");
  command->add_option("A", options->first, "A trace in JSON")->option_text(plain)->required();
  command->add_option("B", options->second, "The other")->option_text(plain)->required();
  command->footer(
      "Traces are written by --trace=FILE --trace-format json, and by the page. Times, local addresses and\n"
      "descriptors do not count, nor how bytes were cut into calls. Exits with 0 for equal, 1 for different, "
      "2 for "
      "unreadable.");
  commands.add(command, [options] { return compare(options->first, options->second); }, Dials::no);
}

}  // namespace porthole::cli
