// SPDX-License-Identifier: MIT
#pragma once

#include "protocols/stream/error.hpp"

namespace porthole::urllib {

/// A URL could not be opened: an unknown scheme, or a host that sends elsewhere without end. Failures of the
/// network are not among them: those stay porthole::error.
class URLError : public ProtocolError {
  using ProtocolError::ProtocolError;
};

/// The scheme is not spoken here.
class UnknownScheme : public URLError {
  using URLError::URLError;
};

}  // namespace porthole::urllib
