// SPDX-License-Identifier: MIT
#include "cli/relay.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <string>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

constexpr std::size_t buffer_size = 65536;

[[noreturn]] void fail(const char* call) {
  throw Failure(std::string(call) + ": " + std::strerror(errno));
}

bool try_again() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/// Bytes on their way from one side to the other.
class Flow {
 public:
  [[nodiscard]] bool has_room() const { return !ended_ && bytes_.size() - sent_ < buffer_size; }
  [[nodiscard]] bool waits() const { return sent_ < bytes_.size(); }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool done() const { return ended_ && !waits(); }
  void end() { ended_ = true; }
  void drop() {
    sent_ = bytes_.size();
    ended_ = true;
  }

  void add(const char* bytes, std::size_t count, bool crlf) {
    if (!waits()) {
      bytes_.clear();
      sent_ = 0;
    }
    if (!crlf) {
      bytes_.append(bytes, count);
      return;
    }
    for (std::size_t index = 0; index < count; ++index) {
      if (bytes[index] == '\n' && last_ != '\r') bytes_ += '\r';
      bytes_ += last_ = bytes[index];
    }
  }

  [[nodiscard]] std::string_view rest() const { return std::string_view(bytes_).substr(sent_); }
  void sent(std::size_t count) { sent_ += count; }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;
  char last_ = '\0';
  bool ended_ = false;
};

/// A pipe takes this much without blocking once poll calls it writable; a file takes anything.
std::size_t portion(int output) {
  struct stat status{};
  return fstat(output, &status) == 0 && S_ISREG(status.st_mode) ? buffer_size : PIPE_BUF;
}

void read_input(int input, Flow& up, bool crlf) {
  char bytes[buffer_size];
  const ssize_t count = read(input, bytes, sizeof bytes);
  if (count < 0 && try_again()) return;
  if (count < 0) fail("read standard input");
  if (count == 0)
    up.end();
  else
    up.add(bytes, static_cast<std::size_t>(count), crlf);
}

/// False when the connection is lost; what arrived before is still to be written.
bool read_socket(int socket, Flow& down) {
  char bytes[buffer_size];
  const ssize_t count = recv(socket, bytes, sizeof bytes, 0);
  if (count < 0 && try_again()) return true;
  if (count > 0)
    down.add(bytes, static_cast<std::size_t>(count), false);
  else
    down.end();
  return count >= 0;
}

/// False when the connection is lost; what the host sent before may still be there to read.
bool write_socket(int socket, Flow& up) {
  const ssize_t count = send(socket, up.rest().data(), up.rest().size(), 0);
  if (count < 0 && try_again()) return true;
  if (count < 0)
    up.drop();
  else
    up.sent(static_cast<std::size_t>(count));
  return count >= 0;
}

void write_output(int output, Flow& down, std::size_t most) {
  const std::string_view part = down.rest().substr(0, most);
  const ssize_t count = write(output, part.data(), part.size());
  if (count < 0 && try_again()) return;
  if (count < 0) fail("write standard output");
  down.sent(static_cast<std::size_t>(count));
}

}  // namespace

void Relay::run() {
  Flow up;
  Flow down;
  bool half_closed = false;
  std::string lost;
  const auto note = [&lost](const char* call) {
    if (lost.empty()) lost = std::string(call) + ": " + std::strerror(errno);
  };
  const std::size_t most = portion(output);
  const int wait = timeout ? static_cast<int>(std::min(std::ceil(*timeout * 1000), double{INT_MAX})) : -1;
  fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
  while (!down.done()) {
    const auto when = [](bool wanted, int fd) { return wanted ? fd : -1; };
    // A socket that is only to be written would report POLLHUP without end once the peer is gone: hence the
    // events.
    const short events = static_cast<short>((down.has_room() ? POLLIN : 0) | (up.waits() ? POLLOUT : 0));
    pollfd fds[] = {{when(up.has_room(), input), POLLIN, 0},
                    {when(events != 0, socket), events, 0},
                    {when(down.waits(), output), POLLOUT, 0}};
    const int ready = poll(fds, 3, wait);
    if (ready < 0 && errno != EINTR) fail("poll");
    if (ready == 0) throw Failure("timed out");
    if (ready < 0) continue;
    if (fds[0].revents != 0) read_input(input, up, crlf);
    if ((fds[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && down.has_room() && !read_socket(socket, down))
      note("recv");
    if ((fds[1].revents & (POLLOUT | POLLERR)) != 0 && up.waits() && !write_socket(socket, up)) note("send");
    if (fds[2].revents != 0) write_output(output, down, most);
    if (up.done() && !half_closed) {
      half_closed = true;
      if (shutdown(socket, SHUT_WR) != 0 && errno != ENOTCONN) fail("shutdown");
    }
  }
  if (!lost.empty()) throw Failure(lost);
}

}  // namespace porthole::cli
