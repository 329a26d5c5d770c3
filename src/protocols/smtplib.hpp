// SPDX-License-Identifier: MIT
#pragma once

// SMTP (RFC 5321, 4954, 6531), Python's smtplib.

#include "protocols/smtplib/errors.hpp"
#include "protocols/smtplib/smtp.hpp"
#include "protocols/smtplib/types.hpp"
