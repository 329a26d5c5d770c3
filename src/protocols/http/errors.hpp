// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

#include "protocols/stream/error.hpp"

namespace porthole::http {

/// What a host says that is no HTTP: the base of http.client's errors. A connection that ended where more was
/// due is IncompleteRead or RemoteDisconnected (EOFError), and too much of something is LineTooLong
/// (LimitError): both are ProtocolErrors, as HTTPException is.
class HTTPException : public ProtocolError {
  using ProtocolError::ProtocolError;
};

/// The answer does not begin with a status line.
class BadStatusLine : public HTTPException {
  using HTTPException::HTTPException;
};

/// The answer is of another version of HTTP than 1.0 or 1.1.
class UnknownProtocol : public HTTPException {
  using HTTPException::HTTPException;
};

/// A header that RFC 9112 section 5 does not allow, or one that makes the body's end unsure: a Content-Length
/// that is no number, two that differ, one beside a Transfer-Encoding.
class BadHeader : public HTTPException {
  using HTTPException::HTTPException;
};

/// A Transfer-Encoding other than chunked alone.
class UnknownTransferEncoding : public HTTPException {
  using HTTPException::HTTPException;
};

/// A chunk whose size, or whose end, is not as RFC 9112 section 7.1 says.
class BadChunk : public HTTPException {
  using HTTPException::HTTPException;
};

/// A line, or a whole head, longer than the limit.
class LineTooLong : public LimitError {
  using LimitError::LimitError;
};

/// The connection ended before the body did.
class IncompleteRead : public EOFError {
  using EOFError::EOFError;
};

/// The connection ended before the first byte of an answer: the host had already given up a connection that
/// was kept, perhaps.
class RemoteDisconnected : public EOFError {
  using EOFError::EOFError;
};

/// A host name or port that cannot be one.
class InvalidURL : public std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// The caller's calls are out of order.
class ImproperConnectionState : public std::logic_error {
  using std::logic_error::logic_error;
};
class CannotSendRequest : public ImproperConnectionState {
  using ImproperConnectionState::ImproperConnectionState;
};
class CannotSendHeader : public ImproperConnectionState {
  using ImproperConnectionState::ImproperConnectionState;
};
class ResponseNotReady : public ImproperConnectionState {
  using ImproperConnectionState::ImproperConnectionState;
};

}  // namespace porthole::http
