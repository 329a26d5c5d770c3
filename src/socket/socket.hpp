// SPDX-License-Identifier: MIT
#pragma once

// The whole public face of the socket layer: Python's `socket` module, and `select` beside it, in namespace
// porthole.

#include <netinet/in.h>   // IPPROTO_TCP, INADDR_ANY
#include <netinet/tcp.h>  // TCP_NODELAY
#include <sys/socket.h>   // AF_INET, SOCK_STREAM, SOL_SOCKET

#include "socket/address.hpp"
#include "socket/bytes.hpp"
#include "socket/connection.hpp"
#include "socket/error.hpp"
#include "socket/file.hpp"
#include "socket/names.hpp"
#include "socket/select.hpp"
#include "socket/socket_object.hpp"
#include "socket/timeout.hpp"
