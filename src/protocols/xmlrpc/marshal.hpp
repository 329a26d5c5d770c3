// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "protocols/xmlrpc/value.hpp"

namespace porthole::xmlrpc {

// Bounds for a document that is read; what is more is LimitError.
inline constexpr std::size_t max_document = std::size_t{16} * 1024 * 1024;
/// How deep arrays and structs may lie in one another.
inline constexpr std::size_t max_depth = 64;
inline constexpr std::size_t max_values = 200'000;

/// A call, by its method's name. Integers beyond 32 bits are written as i8, nil as nil: extensions that
/// Python and others know. Throws std::invalid_argument for a name or text that XML cannot hold and for what
/// is nested deeper than max_depth.
std::string dumps(const Array& params, std::string_view methodname);
/// An answer.
std::string dumps_response(const Value& value);
std::string dumps(const Fault& fault);

/// A document read: a call where `methodname` is not empty, else an answer.
struct Document {
  Array params = {};
  std::string methodname = {};
};

/// Reads a call or an answer. Throws Fault for an answer that is one, ResponseError for what is no XML-RPC,
/// LimitError.
Document loads(std::string_view data);

}  // namespace porthole::xmlrpc
