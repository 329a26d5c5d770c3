// SPDX-License-Identifier: MIT
#pragma once

// The message format of mail and news, as Python's email package has it: pure, bytes in and bytes out.

#include "protocols/email/addresses.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/dates.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/header_parser.hpp"
#include "protocols/email/headers.hpp"
#include "protocols/email/message.hpp"
#include "protocols/email/message_id.hpp"
#include "protocols/email/message_parser.hpp"
#include "protocols/email/parameters.hpp"
#include "protocols/email/policy.hpp"
#include "protocols/email/quoted_printable.hpp"
