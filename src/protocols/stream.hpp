// SPDX-License-Identifier: MIT
#pragma once

// What every client stands on: streams and where they come from, lines with limits, the errors.

#include "protocols/stream/arguments.hpp"
#include "protocols/stream/channel.hpp"
#include "protocols/stream/dots.hpp"
#include "protocols/stream/error.hpp"
#include "protocols/stream/network.hpp"
#include "protocols/stream/socket_stream.hpp"
#include "protocols/stream/stream.hpp"
