// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "hosts/http_request.hpp"

namespace porthole::hosts {

/// An answer: a body that is there, one that is made as it is sent (`big`), or lines that come one by one
/// (`slow`).
struct WebPage {
  enum class Kind { whole, big, slow };

  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  Kind kind = Kind::whole;
  /// Bytes of a big page; lines of a slow one.
  unsigned long long count = 0;
  /// Between the lines of a slow page.
  int milliseconds = 0;
};

/// The pages of www.test.
WebPage find_page(const HttpRequest& request);

/// The page that explains a refusal.
WebPage error_page(int status);

std::string_view reason(int status);

/// Byte number `index` of a big page: a pattern, so that a receiver can tell where it is.
constexpr char big_byte(unsigned long long index) {
  return static_cast<char>(index % 251);
}

}  // namespace porthole::hosts
