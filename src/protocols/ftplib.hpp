// SPDX-License-Identifier: MIT
#pragma once

// FTP (RFC 959, 2389, 2428, 3659), Python's ftplib.

#include "protocols/ftplib/error.hpp"
#include "protocols/ftplib/ftp.hpp"
#include "protocols/ftplib/list.hpp"
#include "protocols/ftplib/parse.hpp"
