// SPDX-License-Identifier: MIT
#include "protocols/xmlrpc/value.hpp"

#include <array>
#include <charconv>

namespace porthole::xmlrpc {
namespace {

template <class Type>
const Type& wanted(const Value::Any& any, const char* what) {
  if (const Type* value = std::get_if<Type>(&any)) return *value;
  throw ResponseError("the host's answer holds no " + std::string(what) + " where one was asked for");
}

std::string quoted(std::string_view text) {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string result = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
      result += "\\n";
    else if (c == '\'' || c == '\\')
      result += {'\\', c};
    else if (byte < 0x20 || byte == 0x7f)
      result += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
    else
      result += c;
  }
  return result + "'";
}

std::string bytes_of(std::string_view data) {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string result = "b'";
  for (const char c : data) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '\'' && c != '\\')
      result += c;
    else
      result += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
  }
  return result + "'";
}

struct Printer {
  std::string operator()(std::monostate /*nil*/) const { return "None"; }
  std::string operator()(bool value) const { return value ? "True" : "False"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const {
    std::array<char, 40> text{};
    const char* end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    std::string digits(text.data(), static_cast<std::size_t>(end - text.data()));
    return digits.find_first_of(".en") == std::string::npos ? digits + ".0" : digits;
  }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const DateTime& value) const { return "DateTime(" + quoted(value.value) + ')'; }
  std::string operator()(const Binary& value) const { return bytes_of(value.data); }
  std::string operator()(const Array& values) const {
    std::string text = "[";
    for (const Value& value : values) {
      if (text.size() > 1) text += ", ";
      text += repr(value);
    }
    return text + ']';
  }
  std::string operator()(const Struct& members) const {
    std::string text = "{";
    for (const Member& member : members) {
      if (text.size() > 1) text += ", ";
      text += quoted(member.name);
      text += ": ";
      text += repr(member.value);
    }
    return text + '}';
  }
};

}  // namespace

// Here, where a Struct's member is a complete type.
Value::Value() = default;
Value::Value(bool value) : any_(value) {}
Value::Value(int value) : any_(std::int64_t{value}) {}
Value::Value(std::int64_t value) : any_(value) {}
Value::Value(double value) : any_(value) {}
Value::Value(const char* value) : any_(std::string(value)) {}
Value::Value(std::string value) : any_(std::move(value)) {}
Value::Value(DateTime value) : any_(std::move(value)) {}
Value::Value(Binary value) : any_(std::move(value)) {}
Value::Value(Array value) : any_(std::move(value)) {}
Value::Value(Struct value) : any_(std::move(value)) {}

bool operator==(const Value& one, const Value& other) {
  return one.any_ == other.any_;
}

bool Value::as_bool() const {
  return wanted<bool>(any_, "boolean");
}
std::int64_t Value::as_int() const {
  return wanted<std::int64_t>(any_, "int");
}
double Value::as_double() const {
  if (is<std::int64_t>()) return static_cast<double>(as_int());
  return wanted<double>(any_, "double");
}
const std::string& Value::as_string() const {
  return wanted<std::string>(any_, "string");
}
const std::string& Value::as_binary() const {
  return wanted<Binary>(any_, "base64").data;
}
const Array& Value::as_array() const {
  return wanted<Array>(any_, "array");
}
const Struct& Value::as_struct() const {
  return wanted<Struct>(any_, "struct");
}

const Value& Value::at(std::string_view name) const {
  for (const Member& member : as_struct())
    if (member.name == name) return member.value;
  throw ResponseError("the host's answer has no member " + std::string(name));
}

std::string repr(const Value& value) {
  return std::visit(Printer{}, value.any());
}

Fault::Fault(std::int64_t code, const std::string& text)
    : porthole::ProtocolError("the host answered with fault " + std::to_string(code) + ": " + text),
      code_(code),
      text_(text) {}

}  // namespace porthole::xmlrpc
