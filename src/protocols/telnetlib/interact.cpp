// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/interact.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "protocols/stream/error.hpp"
#include "protocols/telnetlib/codes.hpp"
#include "protocols/telnetlib/terminal.hpp"
#include "socket/error.hpp"

namespace porthole::telnetlib {
namespace {

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_error(errno, "write");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

class Interaction {
 public:
  Interaction(Telnet& telnet, const Interact& how) : telnet_(telnet), how_(how), terminal_(how.in) {}

  Ended run() {
    for (;;) {
      terminal_.set_raw(telnet_.enabled(Side::them, ECHO_));
      follow_window();
      std::array<pollfd, 2> ready = {
          {{telnet_.fileno(), POLLIN, 0}, {input_ended_ ? -1 : how_.in, POLLIN, 0}}};
      // A window that changes just before poll() does not interrupt it: look again now and then.
      const int most = terminal_.exists() ? 1000 : -1;
      if (::poll(ready.data(), ready.size(), most) < 0 && errno != EINTR) throw_error(errno, "poll");
      if (ready[0].revents != 0 && !show()) return Ended::by_host;
      if (ready[1].revents != 0 && !type()) return Ended::by_escape;
    }
  }

 private:
  void follow_window() {
    const auto size = window_of(how_.out);
    if (!size || size == window_) return;
    window_ = size;
    telnet_.set_window_size(*size);
  }

  /// What the host sent; false when it has ended the connection.
  bool show() {
    try {
      write_all(how_.out, telnet_.read_very_eager());
    } catch (const EOFError&) {
      return false;
    }
    return true;
  }

  /// What was typed; false for the escape key.
  bool type() {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(how_.in, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    if (count < 0) throw_error(errno, "read");
    if (count == 0) {
      end_input();
      return true;
    }
    const std::string_view typed(buffer.data(), static_cast<std::size_t>(count));
    const std::size_t escape =
        terminal_.exists() && how_.escape ? typed.find(*how_.escape) : std::string_view::npos;
    send(typed.substr(0, escape));
    return escape == std::string_view::npos;
  }

  void end_input() {
    if (terminal_.exists()) return telnet_.write("\x04");  // Ctrl-D is for the host to understand
    input_ended_ = true;
    telnet_.shutdown_send();
  }

  void send(std::string_view typed) {
    if (telnet_.enabled(Side::us, BINARY) && terminal_.raw()) return telnet_.write(typed);
    std::string text;
    for (const char c : typed) {
      if (c == '\n' && !terminal_.raw() && !(text.ends_with('\r')))
        text += "\r\n";
      else if (c == '\r' && terminal_.raw())
        text.append("\r\0", 2);  // RFC 854: a carriage return is never alone
      else
        text += c;
    }
    telnet_.write(text);
  }

  Telnet& telnet_;
  const Interact& how_;
  Terminal terminal_;
  WindowSignal signal_;
  std::optional<WindowSize> window_;
  bool input_ended_ = false;
};

}  // namespace

Ended interact(Telnet& telnet, const Interact& how) {
  write_all(how.out, telnet.read_very_eager());
  return Interaction(telnet, how).run();
}

}  // namespace porthole::telnetlib
