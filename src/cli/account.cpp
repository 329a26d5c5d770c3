// SPDX-License-Identifier: MIT
#include "cli/account.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

/// The terminal without echo, as long as it lives.
class Silence {
 public:
  explicit Silence(int fd) : fd_(fd), silent_(tcgetattr(fd, &before_) == 0) {
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (silent_) tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  ~Silence() {
    if (silent_) tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int fd_;
  termios before_{};
  bool silent_;
};

std::string first_line(std::istream& from, const std::string& name) {
  std::string line;
  if (!std::getline(from, line)) throw Failure("no password in " + name, Status::cannot_read);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string ask(const std::string& user) {
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0)
    throw Failure(
        "no password: give -u USER:PASSWORD or --password-file FILE (there is no terminal to ask on)",
        Status::usage);
  const std::string prompt = "Password of " + user + ": ";
  std::string password;
  {
    const Silence silence(terminal);
    [[maybe_unused]] ssize_t written = write(terminal, prompt.data(), prompt.size());
    for (char c = 0; read(terminal, &c, 1) == 1 && c != '\n';) password += c;
    written = write(terminal, "\n", 1);
  }
  ::close(terminal);
  return password;
}

}  // namespace

void Account::complete() {
  const std::size_t colon = argument.find(':');
  user = argument.substr(0, colon);
  if (user.empty()) return;
  if (colon != std::string::npos) {
    password = argument.substr(colon + 1);
  } else if (password_file == "-") {
    password = first_line(std::cin, "standard input");
  } else if (!password_file.empty()) {
    std::ifstream file(password_file);
    if (!file) throw Failure("open " + password_file + ": " + std::strerror(errno), Status::cannot_read);
    password = first_line(file, password_file);
  } else {
    password = ask(user);
  }
}

void add_account(CLI::App& command, Account& account, bool required) {
  command.add_option("-u,--user", account.argument, "Log in as; without a password it is asked for")
      ->option_text("USER[:PASSWORD]")
      ->required(required);
  command
      .add_option("--password-file", account.password_file, "Take the password from the first line of FILE")
      ->type_name("FILE");
}

}  // namespace porthole::cli
