// SPDX-License-Identifier: MIT
#pragma once

// NNTP (RFC 3977, 4643), Python's nntplib.

#include "protocols/nntplib/decode_header.hpp"
#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/nntp.hpp"
#include "protocols/nntplib/overview.hpp"
#include "protocols/nntplib/spec.hpp"
#include "protocols/nntplib/types.hpp"
