// SPDX-License-Identifier: MIT
#include "hosts/telnet/shell.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <span>

namespace porthole::hosts {
namespace {

struct File {
  std::string_view name;
  std::string_view text;
};

constexpr std::array<File, 4> files = {{
    {"welcome.txt",
     "You are on telnet.test, a practice host.\r\n"
     "Every key you press travels to it as a byte, and what you see comes back.\r\n"},
    {"欢迎.txt",
     "这里是练习主机 telnet.test。\r\n"
     "你按下的每个键都作为字节发给它，你看到的字符是它发回来的。\r\n"},
    {"protocol.txt",
     "Telnet is RFC 854, of 1983. The byte 255 (IAC) begins a command:\r\n"
     "  IAC WILL x   I use option x         IAC DO x    please use it\r\n"
     "  IAC WONT x   I do not               IAC DONT x  do not\r\n"
     "Options here: 1 ECHO, 3 SUPPRESS-GO-AHEAD, 24 TERMINAL-TYPE, 31 NAWS.\r\n"},
    {"登鹳雀楼.txt", "白日依山尽，\r\n黄河入海流。\r\n欲穷千里目，\r\n更上一层楼。\r\n"},
}};

std::string list_files() {
  std::string text;
  for (const File& file : files) text.append(file.name).append("\r\n");
  return text;
}

std::string show_file(std::string_view name) {
  if (name.empty()) return "cat: name a file (ls lists them)\r\n";
  const auto* found = std::ranges::find(files, name, &File::name);
  if (found == files.end()) return "cat: " + std::string(name) + ": No such file (ls lists them)\r\n";
  return std::string(found->text);
}

std::string size_of(const Visitor& visitor) {
  if (visitor.columns == 0) return "Your client does not tell its window's size (NAWS).\r\n";
  return std::to_string(visitor.columns) + " columns, " + std::to_string(visitor.rows) + " rows\r\n";
}

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC\r\n", &utc);
  return text.data();
}

std::string colours() {
  std::string text;
  for (int colour = 0; colour < 8; ++colour)
    text += "\x1b[4" + std::to_string(colour) + "m  \x1b[10" + std::to_string(colour) + "m  ";
  return text + "\x1b[0m\r\n";
}

/// A ruler as wide as the window, to see whether the size is right.
std::string ruler(const Visitor& visitor) {
  const int columns = visitor.columns == 0 ? 80 : std::min(visitor.columns, 500);
  std::string text;
  for (int column = 1; column <= columns; ++column)
    text += column % 10 == 0 ? static_cast<char>('0' + column / 10 % 10) : '.';
  // A full line moves the cursor by itself, on some terminals only with the next character.
  return text.substr(0, text.size() - 1) + "|\r\n";
}

struct Command {
  std::string_view name;
  std::string_view about;
  std::string (*run)(std::string_view argument, const Visitor& visitor);
};

std::string help(std::string_view argument, const Visitor& visitor);

constexpr std::array<Command, 10> commands = {{
    {"help", "this list                            显示这个列表", help},
    {"ls", "the files here                       列出文件", [](auto, auto&) { return list_files(); }},
    {"cat", "FILE: what a file says               显示文件内容",
     [](std::string_view name, auto&) { return show_file(name); }},
    {"date", "the time at the host                 主机的时间", [](auto, auto&) { return now(); }},
    {"whoami", "who you are to the host              你是谁",
     [](auto, const Visitor& visitor) { return visitor.name + "\r\n"; }},
    {"echo", "TEXT: the same back                  原样返回",
     [](std::string_view text, auto&) { return std::string(text) + "\r\n"; }},
    {"terminal", "what your terminal calls itself      你的终端类型",
     [](auto, const Visitor& visitor) {
       return visitor.terminal.empty() ? std::string("Your client does not tell its terminal's type.\r\n")
                                       : visitor.terminal + "\r\n";
     }},
    {"size", "your window, in characters           你的窗口大小",
     [](auto, const Visitor& visitor) { return size_of(visitor); }},
    {"ruler", "a line as wide as the window         和窗口一样宽的标尺",
     [](auto, const Visitor& visitor) { return ruler(visitor); }},
    {"colours", "what your terminal can show          终端的颜色", [](auto, auto&) { return colours(); }},
}};

std::string help(std::string_view /*argument*/, const Visitor& /*visitor*/) {
  std::string text;
  const auto line = [&text](std::string_view name, std::string_view about) {
    text.append("  ").append(name).append(10 - name.size(), ' ').append(about).append("\r\n");
  };
  for (const Command& command : commands) line(command.name, command.about);
  line("watch", "the window's size as it changes      随窗口变化显示大小");
  line("exit", "end the session                      结束会话");
  return text;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string shell_greeting(const Visitor& visitor) {
  return "\r\nWelcome, " + visitor.name + "! 欢迎！ Type help for what you can do here.\r\n";
}

ShellAnswer run_shell(std::string_view line, const Visitor& visitor) {
  line = trim(line);
  const std::size_t space = line.find(' ');
  const std::string_view name = line.substr(0, space);
  const std::string_view argument = space == std::string_view::npos ? "" : trim(line.substr(space));
  if (name.empty()) return {};
  if (name == "exit" || name == "logout" || name == "quit")
    return {ShellAnswer::Next::leave, "Goodbye. 再见。\r\n"};
  if (name == "watch")
    return {ShellAnswer::Next::watch_window,
            size_of(visitor) + "Make the window wider or narrower; any key ends this.\r\n"};
  const auto* command = std::ranges::find(commands, name, &Command::name);
  if (command == commands.end())
    return {ShellAnswer::Next::prompt, std::string(name) + ": not found; help lists what there is\r\n"};
  return {ShellAnswer::Next::prompt, command->run(argument, visitor)};
}

}  // namespace porthole::hosts
