// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

#include "socket/socket.hpp"

namespace porthole::test {

/// Two TCP sockets of this program that are connected to each other: through a listener on the loopback, or,
/// where PORTHOLE_PEER_PAIR names one, through a scripted peer that joins them, as in the page.
std::pair<Socket, Socket> pair();

/// Reads so many bytes, fewer only at the end of the stream.
std::string recv_exactly(Socket& socket, std::size_t size);
/// Reads to the end of the stream.
std::string recv_to_end(Socket& socket);

/// Waits (at most ten seconds) until something has come, or the end: what was sent to a pair is not there at
/// once.
bool arrives(const Socket& socket);

/// Sends until the system takes no more; the socket is then non-blocking. Tells how many bytes went.
std::size_t fill(Socket& socket);

/// Ends the connection with a reset rather than in order.
void reset(Socket& socket);

}  // namespace porthole::test
