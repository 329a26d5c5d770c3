// SPDX-License-Identifier: MIT
#include "hosts/map_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace porthole::hosts {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// A map whose lock can be had was left by hosts that were killed; a missing one is free as well.
bool held_by_others(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool held = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(fd);
  return held;
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write " + path);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

MapFile::MapFile(std::string path, std::string_view lines) : path_(std::move(path)) {
  if (held_by_others(path_))
    throw std::runtime_error("practice hosts are running already (" + path_ +
                             "): end them, or give another --map");
  const auto folder = std::filesystem::path(path_).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  const std::string fresh = path_ + '.' + std::to_string(getpid());
  fd_ = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd_ < 0) fail("open " + fresh);
  try {
    if (flock(fd_, LOCK_EX | LOCK_NB) != 0) fail("lock " + fresh);
    write_all(fd_, lines, fresh);
    if (std::rename(fresh.c_str(), path_.c_str()) != 0) fail("rename " + fresh + " to " + path_);
  } catch (...) {
    unlink(fresh.c_str());
    close(fd_);
    throw;
  }
}

MapFile::~MapFile() {
  // Only if it is still ours: whoever removed the file may have put another in its place.
  struct stat ours{};
  struct stat there{};
  if (fstat(fd_, &ours) == 0 && stat(path_.c_str(), &there) == 0 && ours.st_ino == there.st_ino &&
      ours.st_dev == there.st_dev)
    unlink(path_.c_str());
  close(fd_);
}

}  // namespace porthole::hosts
