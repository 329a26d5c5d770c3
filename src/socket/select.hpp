// SPDX-License-Identifier: MIT
#pragma once

#include <poll.h>

#include <map>
#include <utility>
#include <vector>

#include "socket/timeout.hpp"

namespace porthole {

class Socket;
class File;

/// What select() waits for: anything with a descriptor.
class Selectable {
 public:
  Selectable(int fd) noexcept : fd_(fd) {}
  Selectable(const Socket& socket) noexcept;
  Selectable(const File& file);

  int fileno() const noexcept { return fd_; }

 private:
  int fd_;
};

/// The descriptors that are ready.
struct Selected {
  std::vector<int> readable;
  std::vector<int> writable;
  std::vector<int> exceptional;
};

/// Python's select.select(): waits until one of the descriptors can be read from or written to, or is in an
/// exceptional state, or the timeout has passed; interruptions are waited out. Throws std::invalid_argument
/// for a descriptor below 0 or above what select() can hold (FD_SETSIZE): use Poll for those.
Selected select(const std::vector<Selectable>& read, const std::vector<Selectable>& write = {},
                const std::vector<Selectable>& exceptional = {}, Timeout timeout = {});

/// Python's select.poll(): a set of descriptors and the events to wait for (POLLIN, POLLOUT, …).
class Poll {
 public:
  /// Adds a descriptor or changes its events. (Python's name for it, register, is a keyword here.)
  void add(Selectable descriptor, short events = POLLIN | POLLPRI | POLLOUT);
  /// Changes the events of a descriptor; throws error (ENOENT) when it was not added.
  void modify(Selectable descriptor, short events);
  /// Takes a descriptor out; throws std::out_of_range when it was not added.
  void unregister(Selectable descriptor);

  /// The descriptors that are ready, with their events; none when the timeout has passed.
  std::vector<std::pair<int, short>> poll(Timeout timeout = {});

 private:
  std::map<int, short> events_;
};

}  // namespace porthole
