// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include "preload/practice_map.hpp"

namespace porthole::preload {

/// The map as it stands in its file now; empty when no practice hosts run.
PracticeMap practice_map();

/// An address to hand to the kernel in place of the program's.
struct Dial {
  sockaddr_storage storage{};
  bool translated = false;
  /// EHOSTUNREACH for an address of the practice network that no host has; otherwise 0.
  int error = 0;

  [[nodiscard]] const sockaddr* or_else(const sockaddr* given) const {
    return translated ? reinterpret_cast<const sockaddr*>(&storage) : given;
  }
};

/// What to dial when the program dials `address`: the practice host's real port on loopback, or the address
/// itself. A port that a practice host does not serve becomes port 0 of loopback, where the kernel itself
/// refuses.
Dial dial(const sockaddr* address, socklen_t length);

/// The way back: a peer's address as the program knows it, in place.
void show_practice(sockaddr* address, socklen_t capacity);

}  // namespace porthole::preload
