// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>

namespace porthole::telnetlib {

Terminal::Terminal(int fd) : fd_(fd), exists_(isatty(fd) == 1 && tcgetattr(fd, &before_) == 0) {}

Terminal::~Terminal() {
  if (raw_) tcsetattr(fd_, TCSADRAIN, &before_);
}

void Terminal::set_raw(bool raw) {
  if (!exists_ || raw == raw_) return;
  termios wanted = before_;
  if (raw) {
    wanted.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
    wanted.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
    wanted.c_cc[VMIN] = 1;
    wanted.c_cc[VTIME] = 0;
  }
  if (tcsetattr(fd_, TCSADRAIN, &wanted) == 0) raw_ = raw;
}

std::optional<WindowSize> window_of(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return WindowSize{size.ws_col, size.ws_row};
}

WindowSignal::WindowSignal() : before_(SIG_DFL) {
  struct sigaction action{};
  struct sigaction before{};
  action.sa_handler = [](int) {};
  if (sigaction(SIGWINCH, &action, &before) == 0) before_ = before.sa_handler;
}

WindowSignal::~WindowSignal() {
  std::signal(SIGWINCH, before_);
}

}  // namespace porthole::telnetlib
