// SPDX-License-Identifier: MIT
#pragma once

// Calls over HTTP, as Python's xmlrpc.client makes them.

#include "protocols/xmlrpc/marshal.hpp"
#include "protocols/xmlrpc/server_proxy.hpp"
#include "protocols/xmlrpc/value.hpp"
