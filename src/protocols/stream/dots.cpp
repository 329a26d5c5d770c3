// SPDX-License-Identifier: MIT
#include "protocols/stream/dots.hpp"

namespace porthole {

std::string dot_stuff(std::string_view text) {
  std::string stuffed;
  stuffed.reserve(text.size() + text.size() / 32 + 8);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    if (line.starts_with('.')) stuffed += '.';
    stuffed.append(line).append("\r\n");
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return stuffed += ".\r\n";
}

void read_dot_lines(Channel& channel, const std::function<void(std::string)>& use, const DotLimits& limits) {
  std::size_t total = 0;
  for (;;) {
    std::string line = channel.readline(limits.line);
    if (line == ".") return;
    if (line.starts_with('.')) line.erase(0, 1);
    total += line.size() + 2;
    if (total > limits.total)
      throw LimitError("the host sent more than " + std::to_string(limits.total) + " bytes in one answer");
    use(std::move(line));
  }
}

std::vector<std::string> read_dot_lines(Channel& channel, const DotLimits& limits) {
  std::vector<std::string> lines;
  std::size_t memory = 0;
  const auto add = [&](std::string line) {
    memory += sizeof(std::string) + line.size();
    if (memory > limits.total)
      throw LimitError("the host sent more lines than " + std::to_string(limits.total) + " bytes can hold");
    lines.push_back(std::move(line));
  };
  read_dot_lines(channel, add, limits);
  return lines;
}

std::string read_dot_text(Channel& channel, const DotLimits& limits) {
  std::string text;
  read_dot_lines(channel, [&text](const std::string& line) { text.append(line).append("\r\n"); }, limits);
  return text;
}

}  // namespace porthole
