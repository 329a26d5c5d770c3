// SPDX-License-Identifier: MIT
#pragma once

#include "protocols/stream/error.hpp"

namespace porthole::ftplib {

/// The base of what an FTP host refuses or says wrongly; what() is the reply as it came.
class Error : public ProtocolError {
  using ProtocolError::ProtocolError;
};
/// A reply of a kind that the command cannot have (1xx or 3xx where 2xx was due, …).
class error_reply : public Error {
  using Error::Error;
};
/// 4xx: refused for now.
class error_temp : public Error {
  using Error::Error;
};
/// 5xx: refused.
class error_perm : public Error {
  using Error::Error;
};
/// Not a reply at all, or one whose text makes no sense. The client is closed.
class error_proto : public Error {
  using Error::Error;
};

}  // namespace porthole::ftplib
