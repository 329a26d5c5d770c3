// SPDX-License-Identifier: MIT
#pragma once

// Gopher (RFC 1436, RFC 4266), after the gopherlib that Python once had.

#include "protocols/gopherlib/gopher.hpp"
#include "protocols/gopherlib/item.hpp"
#include "protocols/gopherlib/url.hpp"
