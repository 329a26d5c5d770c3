// SPDX-License-Identifier: MIT
#pragma once

// Telnet (RFC 854, 855, 857, 858, 1073, 1091), Python's telnetlib.

#include "protocols/telnetlib/codes.hpp"
#include "protocols/telnetlib/interact.hpp"
#include "protocols/telnetlib/negotiation.hpp"
#include "protocols/telnetlib/parser.hpp"
#include "protocols/telnetlib/telnet.hpp"
