// SPDX-License-Identifier: MIT
#pragma once

// A client of HTTP/1.1, as Python's http.client has it.

#include "protocols/http/connection.hpp"
#include "protocols/http/errors.hpp"
#include "protocols/http/message.hpp"
#include "protocols/http/response.hpp"
#include "protocols/http/status.hpp"
