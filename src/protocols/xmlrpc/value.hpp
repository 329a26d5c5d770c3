// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocols/stream/error.hpp"

namespace porthole::xmlrpc {

/// A date as XML-RPC writes it: "20261123T02:15:00", in nobody's time zone.
struct DateTime {
  std::string value;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

/// Bytes of any value, sent as base64.
struct Binary {
  std::string data;
  friend bool operator==(const Binary&, const Binary&) = default;
};

class Value;
struct Member;
using Array = std::vector<Value>;
/// Members in the order they came.
using Struct = std::vector<Member>;

/// A value of XML-RPC: nil, boolean, int, double, string, dateTime.iso8601, base64, array or struct.
class Value {
 public:
  using Any =
      std::variant<std::monostate, bool, std::int64_t, double, std::string, DateTime, Binary, Array, Struct>;

  /// Nil.
  Value();
  Value(bool value);
  Value(int value);
  Value(std::int64_t value);
  Value(double value);
  Value(const char* value);
  Value(std::string value);
  Value(DateTime value);
  Value(Binary value);
  Value(Array value);
  Value(Struct value);

  [[nodiscard]] const Any& any() const { return any_; }
  [[nodiscard]] bool is_nil() const { return std::holds_alternative<std::monostate>(any_); }
  template <class Type>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<Type>(any_);
  }

  // The value as what it should be; ResponseError when it is something else.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_int() const;
  /// An int is a double too.
  [[nodiscard]] double as_double() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const std::string& as_binary() const;
  [[nodiscard]] const Array& as_array() const;
  [[nodiscard]] const Struct& as_struct() const;
  /// A struct's member, by name; ResponseError when it is not there.
  [[nodiscard]] const Value& at(std::string_view name) const;

  friend bool operator==(const Value&, const Value&);

 private:
  Any any_;
};

struct Member {
  std::string name;
  Value value;
  friend bool operator==(const Member&, const Member&) = default;
};

/// The value as Python would print it: "[1, 'two', {'three': True}]".
std::string repr(const Value& value);

/// The host's answer is no XML-RPC, or not what was asked for.
class ResponseError : public porthole::ProtocolError {
  using porthole::ProtocolError::ProtocolError;
};

/// The method could not be done; the host says why.
class Fault : public porthole::ProtocolError {
 public:
  Fault(std::int64_t code, const std::string& text);
  [[nodiscard]] std::int64_t faultCode() const { return code_; }
  [[nodiscard]] const std::string& faultString() const { return text_; }

 private:
  std::int64_t code_;
  std::string text_;
};

}  // namespace porthole::xmlrpc
