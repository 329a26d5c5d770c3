// SPDX-License-Identifier: MIT
#pragma once

// IMAP4 (RFC 3501): Python's imaplib.
#include "protocols/imaplib/client.hpp"
#include "protocols/imaplib/command.hpp"
#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/idler.hpp"
#include "protocols/imaplib/mailbox_name.hpp"
#include "protocols/imaplib/types.hpp"
