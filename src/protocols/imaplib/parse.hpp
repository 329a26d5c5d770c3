// SPDX-License-Identifier: MIT
#pragma once

#include "protocols/imaplib/reader.hpp"
#include "protocols/imaplib/types.hpp"

namespace porthole::imaplib {

/// Understands one response (RFC 3501 section 7). Whatever is no response is error or LimitError; one of a
/// kind that is not known keeps its values in `values`, or its text in `text` where it has none.
Response parse(const Raw& raw);

/// From the value of a FETCH's ENVELOPE.
Envelope parse_envelope(const Value& value);

/// From the value of BODY or BODYSTRUCTURE; sections are numbered (RFC 3501 section 6.4.5).
BodyStructure parse_body(const Value& value);

}  // namespace porthole::imaplib
