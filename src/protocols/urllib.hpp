// SPDX-License-Identifier: MIT
#pragma once

// URLs taken apart, put together and opened, as Python's urllib does it.

#include "protocols/urllib/errors.hpp"
#include "protocols/urllib/parse.hpp"
#include "protocols/urllib/request.hpp"
#include "protocols/urllib/response.hpp"
