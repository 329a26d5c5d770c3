// SPDX-License-Identifier: MIT
// What a real telnetd proves of the client: each option that was agreed to, and that every byte passes whole.
// usage: telnet_verbs HOST PORT

#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "../proving.hpp"
#include "protocols/telnetlib.hpp"

using namespace porthole;
using namespace porthole::telnetlib;
using verbs::proved;
using verbs::require;

namespace {

/// A session with the shell behind telnetd, at its prompt.
class Shell {
 public:
  Shell(const std::string& host, int port, TelnetOptions options)
      : telnet_(host, port, seconds(20), std::move(options)) {
    greeting_ = telnet_.read_until("$ ");
  }

  std::string ask(const std::string& line) {
    // As 8-bit data the two bytes would be two ends of a line.
    telnet_.write(line + (telnet_.enabled(Side::us, BINARY) ? "\r" : "\r\n"));
    return telnet_.read_until("$ ");
  }

  /// Asks until the answer holds the text: what a subnegotiation changes takes its moment.
  std::string ask_until(const std::string& line, const std::string& text) {
    std::string answer;
    for (int turn = 0; turn < 50; ++turn) {
      answer = ask(line);
      if (answer.find(text) != std::string::npos) return answer;
    }
    throw std::runtime_error(line + " never answered " + text + " but " + answer);
  }

  Telnet& telnet() { return telnet_; }
  [[nodiscard]] const std::string& greeting() const { return greeting_; }

 private:
  Telnet telnet_;
  std::string greeting_;
};

void options(const std::string& host, int port) {
  std::vector<std::string> words;
  TelnetOptions wanted{.terminal_type = "vt220", .window = WindowSize{132, 43}};
  wanted.watch = [&words](const std::string& said) { words.push_back(said); };
  Shell shell(host, port, wanted);
  require(shell.telnet().enabled(Side::them, ECHO_), "the host echoes");
  proved("ECHO");
  require(shell.telnet().enabled(Side::them, SGA), "no go-aheads");
  proved("SUPPRESS-GO-AHEAD");
  require(shell.greeting().find("terminal: vt220") != std::string::npos, "the host knows the terminal");
  proved("TERMINAL-TYPE");
  shell.ask_until("size", "size: 43 132");
  // 255 is the byte that has to be doubled within the subnegotiation.
  shell.telnet().set_window_size({255, 50});
  shell.ask_until("size", "size: 50 255");
  proved("NAWS");
  // Everything else that telnetd asks for was refused once, and nothing went on for ever.
  require(words.size() > 8 && words.size() < 60, "the negotiation is short: " + std::to_string(words.size()));
  proved("WILL WONT DO DONT");
}

void hidden(const std::string& host, int port) {
  Shell shell(host, port, {});
  shell.telnet().write("secret\r\n");
  shell.telnet().read_until("password: ");
  shell.telnet().write("hush\r\n");
  const std::string answer = shell.telnet().read_until("$ ");
  require(answer.find("hush") == std::string::npos && answer.find("got 4 characters") != std::string::npos,
          "a password is not echoed: " + answer);
  proved("password");
}

void data(const std::string& host, int port) {
  Shell shell(host, port, {.binary = true});
  require(shell.ask("hello").find("你好，世界") != std::string::npos, "UTF-8 comes whole");
  proved("BINARY");
  require(shell.ask("bytes").find("a\xff"
                                  "b\xff\xff"
                                  "c") != std::string::npos,
          "IAC as data comes whole");
  // Every byte value but those that the terminal behind telnetd keeps for itself is sent, and counted there.
  std::string all;
  for (int value = 1; value < 256; ++value) all += static_cast<char>(value);
  shell.telnet().write("raw " + std::to_string(all.size()) + "\r");
  shell.telnet().read_until("\n");
  shell.telnet().read_until(" ", seconds(0.3));  // the moment in which the terminal becomes raw
  shell.telnet().write(all);
  const std::string numbers = shell.telnet().read_until("$ ");
  std::string expected;
  for (int value = 1; value < 256; ++value)
    expected += ' ' + std::string(value < 10 ? "  " : value < 100 ? " " : "") + std::to_string(value);
  require(numbers.find(expected) != std::string::npos, "every byte arrives: " + numbers);
  proved("IAC IAC");
}

void commands(const std::string& host, int port) {
  Shell shell(host, port, {});
  shell.telnet().send_command(AYT);
  require(shell.telnet().expect({"[Yes]"}, seconds(10)).first == 0, "the host says that it is there");
  proved("AYT");
  shell.telnet().write("sleep\r\n");
  shell.telnet().read_until("sleep");
  shell.telnet().send_command(IP);
  const auto [which, text] = shell.telnet().expect({"$ "}, seconds(10));
  // The shell and its sleep of a minute are both interrupted.
  require(which == 0 || shell.telnet().eof(), "interrupted at once: " + text);
  proved("IP");
}

void bulk(const std::string& host, int port) {
  Shell shell(host, port, {});
  const std::string answer = shell.ask("many");
  require(answer.find("\r\n19999\r\n20000\r\n") != std::string::npos, "all lines come");
  shell.telnet().write("exit\r\n");
  shell.telnet().read_all();
  require(shell.telnet().eof(), "the host ends the session");
  proved("session");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    const int port = std::atoi(argv[2]);
    options(argv[1], port);
    hidden(argv[1], port);
    data(argv[1], port);
    commands(argv[1], port);
    bulk(argv[1], port);
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
