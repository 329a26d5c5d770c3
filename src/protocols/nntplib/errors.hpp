// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "protocols/stream/error.hpp"

namespace porthole::nntplib {

/// What a news server answered that was not what was asked for; base of the others, as in Python.
class NNTPError : public ProtocolError {
 public:
  /// `sentence` for people; `response` is the server's line, empty where there is none.
  explicit NNTPError(const std::string& sentence, std::string response = {})
      : ProtocolError(sentence), response_(std::move(response)) {}

  [[nodiscard]] const std::string& response() const { return response_; }
  /// The response's three digits (RFC 3977 section 3.2), 0 where there are none.
  [[nodiscard]] int code() const;

 private:
  std::string response_;
};

/// A success (1xx, 2xx, 3xx) that does not belong to what was asked.
class NNTPReplyError : public NNTPError {
  using NNTPError::NNTPError;
};

/// 4xx: it does not work now, or not for this group, article or user.
class NNTPTemporaryError : public NNTPError {
  using NNTPError::NNTPError;
};

/// 5xx: the server does not know the command, its arguments, or does not allow it.
class NNTPPermanentError : public NNTPError {
  using NNTPError::NNTPError;
};

/// The response does not begin with three digits as RFC 3977 wants them.
class NNTPProtocolError : public NNTPError {
  using NNTPError::NNTPError;
};

/// The response is one, but what it holds cannot be understood.
class NNTPDataError : public NNTPError {
  using NNTPError::NNTPError;
};

}  // namespace porthole::nntplib
