// SPDX-License-Identifier: MIT
#pragma once

// POP3 (RFC 1939, 2449, 6856), Python's poplib.

#include "protocols/poplib/errors.hpp"
#include "protocols/poplib/pop3.hpp"
#include "protocols/poplib/types.hpp"
