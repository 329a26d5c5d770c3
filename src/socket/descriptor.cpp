// SPDX-License-Identifier: MIT
#include "socket/descriptor.hpp"

#include <cerrno>
#include <utility>

namespace porthole {

Descriptor::~Descriptor() {
  if (fd >= 0) PORTHOLE_OS(close)(fd);
}

void Descriptor::close_now() {
  const int old = std::exchange(fd, -1);
  // POSIX leaves open whether an interrupted close has closed; Linux has, so it is never tried again.
  if (old >= 0 && PORTHOLE_OS(close)(old) < 0 && errno != ECONNRESET && errno != EINTR)
    throw_error(errno, "close", peer);
}

void Descriptor::set_timeout(Timeout value) {
  timeout = value;  // as in Python it is set even where the system refuses, as for a closed socket
  if (PORTHOLE_OS(set_nonblocking)(fd, value.has_value()) < 0) throw_error(errno, "settimeout", peer);
}

}  // namespace porthole
