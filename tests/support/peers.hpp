// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "socket/socket.hpp"

namespace porthole::test {

/// Whether PORTHOLE_PEER_<BEHAVIOUR> names a scripted peer of tests/peers/peer.py.
bool has_peer(std::string_view behaviour);

/// The address of a scripted peer. Throws std::runtime_error where the environment does not name it.
Address peer(std::string_view behaviour);

/// A socket connected to a scripted peer.
Socket dial(std::string_view behaviour);

/// What a peer sends after a first line with a count: byte i is i % 251.
std::string pattern(std::size_t count);

}  // namespace porthole::test
