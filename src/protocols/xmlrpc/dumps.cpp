// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "protocols/email/base64.hpp"
#include "protocols/xmlrpc/marshal.hpp"
#include "protocols/xmlrpc/xml.hpp"

namespace porthole::xmlrpc {
namespace {

constexpr std::string_view declaration = "<?xml version='1.0'?>\n";

std::string number(double value) {
  if (!std::isfinite(value)) throw std::invalid_argument("XML-RPC has no infinity and no NaN");
  std::array<char, 512> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), static_cast<std::size_t>(result.ptr - text.data())};
}

class Writer {
 public:
  void value(const Value& value) {
    if (depth_ > max_depth) throw std::invalid_argument("the value is nested too deep for XML-RPC");
    text_ += "<value>";
    std::visit([this](const auto& each) { write(each); }, value.any());
    text_ += "</value>\n";
  }

  std::string text_;

 private:
  void element(std::string_view name, std::string_view content) {
    text_ += '<';
    text_ += name;
    text_ += '>';
    text_ += content;
    text_ += "</";
    text_ += name;
    text_ += '>';
  }

  void write(std::monostate /*nil*/) { text_ += "<nil/>"; }
  void write(bool value) { element("boolean", value ? "1" : "0"); }
  void write(std::int64_t value) {
    const bool small = value >= std::numeric_limits<std::int32_t>::min() &&
                       value <= std::numeric_limits<std::int32_t>::max();
    element(small ? "int" : "i8", std::to_string(value));
  }
  void write(double value) { element("double", number(value)); }
  void write(const std::string& value) { element("string", escaped(value)); }
  void write(const DateTime& value) { element("dateTime.iso8601", escaped(value.value)); }
  void write(const Binary& value) { element("base64", email::b64encode(value.data)); }
  void write(const Array& values) {
    ++depth_;
    text_ += "<array><data>\n";
    for (const Value& each : values) value(each);
    text_ += "</data></array>";
    --depth_;
  }
  void write(const Struct& members) {
    ++depth_;
    text_ += "<struct>\n";
    for (const Member& member : members) {
      text_ += "<member>\n";
      element("name", escaped(member.name));
      text_ += '\n';
      value(member.value);
      text_ += "</member>\n";
    }
    text_ += "</struct>";
    --depth_;
  }

  std::size_t depth_ = 0;
};

}  // namespace

std::string dumps(const Array& params, std::string_view methodname) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.' || c == ':' || c == '/';
  };
  if (methodname.empty() || !std::ranges::all_of(methodname, fits))
    throw std::invalid_argument("a method of XML-RPC is named with letters, digits and _.:/");
  Writer writer;
  writer.text_ = std::string(declaration) + "<methodCall>\n<methodName>" + std::string(methodname) +
                 "</methodName>\n<params>\n";
  for (const Value& value : params) {
    writer.text_ += "<param>\n";
    writer.value(value);
    writer.text_ += "</param>\n";
  }
  return std::move(writer.text_) + "</params>\n</methodCall>\n";
}

std::string dumps_response(const Value& value) {
  Writer writer;
  writer.text_ = std::string(declaration) + "<methodResponse>\n<params>\n<param>\n";
  writer.value(value);
  return std::move(writer.text_) + "</param>\n</params>\n</methodResponse>\n";
}

std::string dumps(const Fault& fault) {
  Writer writer;
  writer.text_ = std::string(declaration) + "<methodResponse>\n<fault>\n";
  writer.value(Struct{{"faultCode", fault.faultCode()}, {"faultString", fault.faultString()}});
  return std::move(writer.text_) + "</fault>\n</methodResponse>\n";
}

}  // namespace porthole::xmlrpc
