// SPDX-License-Identifier: MIT
#pragma once

#include <catch_amalgamated.hpp>
#include <string>

#include "socket/error.hpp"

namespace porthole::test {

/// Matches an error by its errno (an EAI code for gaierror).
inline auto number(int expected) {
  return Catch::Matchers::Predicate<error>(
      [expected](const error& failure) { return failure.number() == expected; },
      "has number " + std::to_string(expected));
}

}  // namespace porthole::test
