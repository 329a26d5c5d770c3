// SPDX-License-Identifier: MIT
#include "socket/select.hpp"

#include <sys/select.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <stdexcept>

#include "socket/error.hpp"
#include "socket/file.hpp"
#include "socket/os.hpp"
#include "socket/socket_object.hpp"

namespace porthole {
namespace {

int fill(fd_set& set, const std::vector<Selectable>& descriptors) {
  FD_ZERO(&set);
  int most = -1;
  for (const Selectable descriptor : descriptors) {
    const int fd = descriptor.fileno();
    if (fd < 0) throw std::invalid_argument("file descriptor cannot be a negative integer (-1)");
    if (fd >= FD_SETSIZE) throw std::invalid_argument("filedescriptor out of range in select()");
    FD_SET(fd, &set);
    most = std::max(most, fd);
  }
  return most;
}

std::vector<int> ready(const fd_set& set, const std::vector<Selectable>& descriptors) {
  std::vector<int> out;
  for (const Selectable descriptor : descriptors) {
    if (FD_ISSET(descriptor.fileno(), &set)) out.push_back(descriptor.fileno());
  }
  return out;
}

}  // namespace

Selectable::Selectable(const Socket& socket) noexcept : fd_(socket.fileno()) {}
Selectable::Selectable(const File& file) : fd_(file.fileno()) {}

Selected select(const std::vector<Selectable>& read, const std::vector<Selectable>& write,
                const std::vector<Selectable>& exceptional, Timeout timeout) {
  const Deadline deadline(checked(timeout));
  for (;;) {
    fd_set reads, writes, exceptions;
    const int most = std::max({fill(reads, read), fill(writes, write), fill(exceptions, exceptional)});
    const int left = deadline.milliseconds();
    timeval limit{left / 1000, static_cast<decltype(timeval::tv_usec)>(left % 1000 * 1000)};
    const int count =
        PORTHOLE_OS(select)(most + 1, &reads, &writes, &exceptions, left < 0 ? nullptr : &limit);
    if (count > 0) return {ready(reads, read), ready(writes, write), ready(exceptions, exceptional)};
    if (count < 0 && errno != EINTR) throw_error(errno, "select");
    if (deadline.passed()) return {};
  }
}

void Poll::add(Selectable descriptor, short events) {
  if (descriptor.fileno() < 0)
    throw std::invalid_argument("file descriptor cannot be a negative integer (-1)");
  events_[descriptor.fileno()] = events;
}

void Poll::modify(Selectable descriptor, short events) {
  const auto entry = events_.find(descriptor.fileno());
  if (entry == events_.end()) throw_error(ENOENT, "modify");
  entry->second = events;
}

void Poll::unregister(Selectable descriptor) {
  if (events_.erase(descriptor.fileno()) == 0) throw std::out_of_range("descriptor was not added");
}

std::vector<std::pair<int, short>> Poll::poll(Timeout timeout) {
  std::vector<pollfd> entries;
  entries.reserve(events_.size());
  for (const auto& [fd, events] : events_) entries.push_back({fd, events, 0});
  const Deadline deadline(checked(timeout));
  for (;;) {
    const int count =
        PORTHOLE_OS(poll)(entries.data(), static_cast<nfds_t>(entries.size()), deadline.milliseconds());
    if (count < 0 && errno != EINTR) throw_error(errno, "poll");
    if (count > 0 || deadline.passed()) break;
  }
  std::vector<std::pair<int, short>> out;
  for (const pollfd& entry : entries) {
    if (entry.revents != 0) out.emplace_back(entry.fd, entry.revents);
  }
  return out;
}

}  // namespace porthole
