// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace porthole {

/// A host said something that its protocol does not allow, or refused what it was asked. Each client derives
/// its own errors from this, under Python's names. Failures of the network are not among them: those stay
/// porthole::error with their errno.
class ProtocolError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A host sent more than a stated limit allows: a line, a list, a body.
class LimitError : public ProtocolError {
  using ProtocolError::ProtocolError;
};

/// A host ended the connection where its protocol has more to say.
class EOFError : public ProtocolError {
  using ProtocolError::ProtocolError;
};

}  // namespace porthole
