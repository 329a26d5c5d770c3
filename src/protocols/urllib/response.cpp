// SPDX-License-Identifier: MIT
#include "protocols/urllib/response.hpp"

namespace porthole::urllib {

const http::HTTPMessage& Body::trailers() const {
  static const http::HTTPMessage none;
  return none;
}

}  // namespace porthole::urllib
