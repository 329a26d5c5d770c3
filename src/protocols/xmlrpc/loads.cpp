// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "protocols/email/base64.hpp"
#include "protocols/xmlrpc/marshal.hpp"
#include "protocols/xmlrpc/xml.hpp"

namespace porthole::xmlrpc {
namespace {

using Token = XmlReader::Token;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class Reader {
 public:
  explicit Reader(std::string_view data) : xml_(data) { advance(); }

  Document document() {
    Document result;
    if (accept("methodCall")) {
      result.methodname = trimmed(content("methodName"));
      if (result.methodname.empty()) refuse("a call without a method");
      if (at("params")) result.params = params();
      leave("methodCall");
    } else {
      enter("methodResponse");
      if (at("fault")) throw_fault();
      result.params = params();
      leave("methodResponse");
    }
    if (token_ != Token::eof) refuse("something follows the document");
    return result;
  }

 private:
  [[noreturn]] static void refuse(const std::string& why) {
    throw ResponseError("this is no XML-RPC: " + why.substr(0, 200));
  }

  void advance() { token_ = xml_.next(); }
  [[nodiscard]] bool at(std::string_view name) const { return token_ == Token::start && xml_.name() == name; }
  bool accept(std::string_view name) {
    if (!at(name)) return false;
    advance();
    return true;
  }
  void enter(std::string_view name) {
    if (!accept(name)) refuse("there should be <" + std::string(name) + '>');
  }
  void leave(std::string_view name) {
    // What stands alone between two tags is told even where it is only blanks.
    if (token_ == Token::text && trimmed(xml_.text()).empty()) advance();
    if (token_ != Token::end || xml_.name() != name) refuse("there should be </" + std::string(name) + '>');
    advance();
  }
  /// The text of an element that holds nothing else.
  std::string content(std::string_view name) {
    enter(name);
    std::string text;
    if (token_ == Token::text) {
      text = xml_.text();
      advance();
    }
    leave(name);
    return text;
  }

  Array params() {
    Array values;
    enter("params");
    while (accept("param")) {
      values.push_back(value());
      leave("param");
    }
    leave("params");
    return values;
  }

  [[noreturn]] void throw_fault() {
    enter("fault");
    const Value fault = value();
    leave("fault");
    leave("methodResponse");
    throw Fault(fault.at("faultCode").as_int(), fault.at("faultString").as_string());
  }

  Value value() {
    if (++values_ > max_values)
      throw LimitError("the XML-RPC holds more than " + std::to_string(max_values) + " values");
    enter("value");
    Value result(std::string{});
    if (token_ == Token::text) {  // without a type it is a string
      result = xml_.text();
      advance();
    } else if (token_ == Token::start) {
      result = typed(std::string(xml_.name()));
    }
    leave("value");
    return result;
  }

  Value typed(const std::string& type) {
    if (type == "array") return array();
    if (type == "struct") return structure();
    const std::string text = content(type);
    if (type == "string") return text;
    const std::string_view word = trimmed(text);
    if (type == "int" || type == "i4" || type == "i8") return integer(word);
    if (type == "boolean") {
      if (word != "0" && word != "1") refuse("a boolean is 0 or 1, not " + text);
      return word == "1";
    }
    if (type == "double") return real(word);
    if (type == "dateTime.iso8601") return DateTime{std::string(word)};
    if (type == "base64") return binary(text);
    if (type == "nil" || type == "ex:nil") return {};
    refuse("a value of an unknown type, " + type);
  }

  static Value integer(std::string_view word) {
    std::int64_t number = 0;
    if (word.starts_with('+')) word.remove_prefix(1);
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size())
      refuse("an int that is none: " + std::string(word));
    return number;
  }

  static Value real(std::string_view word) {
    const std::string text(word);
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || text.find_first_not_of("+-.0123456789eE") != std::string::npos || *end != '\0' ||
        !std::isfinite(number))
      refuse("a double that is none: " + text);
    return number;
  }

  static Value binary(const std::string& text) {
    std::string packed = text;
    std::erase_if(packed, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    try {
      return Binary{email::b64decode(packed)};
    } catch (const std::invalid_argument& problem) {
      refuse(std::string("a base64 that is none: ") + problem.what());
    }
  }

  void deeper() {
    if (++depth_ > max_depth)
      throw LimitError("the XML-RPC is nested deeper than " + std::to_string(max_depth));
  }

  Value array() {
    deeper();
    Array values;
    enter("array");
    enter("data");
    while (at("value")) values.push_back(value());
    leave("data");
    leave("array");
    --depth_;
    return values;
  }

  Value structure() {
    deeper();
    Struct members;
    enter("struct");
    while (accept("member")) {
      std::string name = content("name");
      members.push_back({std::move(name), value()});
      leave("member");
    }
    leave("struct");
    --depth_;
    return members;
  }

  XmlReader xml_;
  Token token_ = Token::eof;
  std::size_t depth_ = 0;
  std::size_t values_ = 0;
};

}  // namespace

Document loads(std::string_view data) {
  if (data.size() > max_document)
    throw LimitError("the XML-RPC is longer than " + std::to_string(max_document) + " bytes");
  return Reader(data).document();
}

}  // namespace porthole::xmlrpc
