// SPDX-License-Identifier: MIT
#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/failure.hpp"

namespace porthole::cli {

Output::~Output() {
  if (!file_.empty() && fd_ >= 0) ::close(fd_);
}

void Output::open(bool append) {
  const int from = append ? O_APPEND : O_TRUNC;
  fd_ = file_.empty() ? STDOUT_FILENO : ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | from, 0644);
  if (fd_ < 0) fail("open ");
}

void Output::write(std::string_view bytes) {
  if (fd_ < 0) open();
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write ");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Output::close() {
  const int fd = file_.empty() ? -1 : fd_;
  fd_ = -1;
  if (fd >= 0 && ::close(fd) != 0) fail("close ");
}

void Output::fail(const char* call) const {
  const std::string where = file_.empty() ? "standard output" : file_;
  throw Failure(call + where + ": " + std::strerror(errno), Status::cannot_write);
}

}  // namespace porthole::cli
