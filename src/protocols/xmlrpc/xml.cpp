// SPDX-License-Identifier: MIT
#include "protocols/xmlrpc/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace porthole::xmlrpc {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool in_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
         c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_character(std::uint32_t code) {
  return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xd800) ||
         (code >= 0xe000 && code <= 0x10ffff && (code & 0xfffeU) != 0xfffeU);
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0U | (code >> 6U));
    byte(0x80U | (code & 63U));
  } else if (code < 0x10000) {
    byte(0xe0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 63U));
    byte(0x80U | (code & 63U));
  } else {
    byte(0xf0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 63U));
    byte(0x80U | ((code >> 6U) & 63U));
    byte(0x80U | (code & 63U));
  }
}

}  // namespace

XmlReader::XmlReader(std::string_view document) : rest_(document), size_(document.size()) {
  if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  const auto control = [](char c) { return c >= 0 && c < ' ' && blanks.find(c) == std::string_view::npos; };
  if (std::ranges::any_of(rest_, control)) refuse("it holds a control character");
  skip_declaration();
}

void XmlReader::refuse(const std::string& why) const {
  throw ResponseError("the XML is not in order at byte " + std::to_string(size_ - rest_.size()) + ": " + why);
}

void XmlReader::skip_past(std::string_view ending) {
  const std::size_t at = rest_.find(ending);
  if (at == std::string_view::npos) refuse("\"" + std::string(ending) + "\" is missing");
  rest_.remove_prefix(at + ending.size());
}

/// The encoding must be one that is read as UTF-8.
void XmlReader::skip_declaration() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
  if (!rest_.starts_with("<?xml ")) return;
  std::string declaration(rest_.substr(0, rest_.find("?>")));
  std::ranges::transform(declaration, declaration.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::size_t encoding = declaration.find("encoding");
  if (encoding != std::string::npos && declaration.find("utf-8", encoding) == std::string::npos &&
      declaration.find("ascii", encoding) == std::string::npos)
    refuse("only UTF-8 is read here");
  skip_past("?>");
}

void XmlReader::read_reference() {
  const std::string_view reference = rest_.substr(1, rest_.substr(0, 12).find(';') - 1);
  if (reference.size() + 2 > rest_.size() || rest_[reference.size() + 1] != ';')
    refuse("a reference does not end");
  static constexpr auto named = std::to_array<std::pair<std::string_view, char>>(
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}});
  const auto known = std::ranges::find(named, reference, &std::pair<std::string_view, char>::first);
  if (known != named.end()) {
    text_ += known->second;
  } else {
    if (!reference.starts_with('#')) refuse("an entity that is not known");
    const bool hex = reference.starts_with("#x");
    const std::string_view digits = reference.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc{} || end != digits.data() + digits.size() || !is_character(code))
      refuse("a reference to what is no character");
    append_utf8(text_, code);
  }
  rest_.remove_prefix(reference.size() + 2);
}

/// Everything up to the next tag. False when there is nothing but blanks and comments.
bool XmlReader::read_text() {
  text_.clear();
  bool marked = false;
  while (!rest_.empty()) {
    if (rest_.starts_with("<!--")) {
      skip_past("-->");
    } else if (rest_.starts_with("<![CDATA[")) {
      rest_.remove_prefix(9);
      const std::size_t end = std::min(rest_.find("]]>"), rest_.size());
      text_ += rest_.substr(0, end);
      skip_past("]]>");
      marked = true;
    } else if (rest_.starts_with("<?")) {
      skip_past("?>");
    } else if (rest_.starts_with('<')) {
      break;
    } else if (rest_.starts_with('&')) {
      read_reference();
      marked = true;
    } else if (rest_.starts_with('\r')) {
      rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);  // XML 1.0 section 2.11
      text_ += '\n';
    } else {
      const std::size_t end = std::min(rest_.find_first_of("<&\r"), rest_.size());
      if (rest_.substr(0, end).find("]]>") != std::string_view::npos) refuse("\"]]>\" in a text");
      text_ += rest_.substr(0, end);
      rest_.remove_prefix(end);
    }
  }
  return marked || text_.find_first_not_of(blanks) != std::string::npos;
}

std::string XmlReader::read_name() {
  const auto end = std::ranges::find_if_not(rest_, in_name);
  std::string name(rest_.begin(), end);
  if (name.empty() || (name[0] >= '0' && name[0] <= '9') || name[0] == '-' || name[0] == '.')
    refuse("a tag without a name");
  rest_.remove_prefix(name.size());
  return name;
}

/// XML-RPC has none; they must be well-formed all the same.
void XmlReader::skip_attributes() {
  for (;;) {
    const std::size_t gap = std::min(rest_.find_first_not_of(blanks), rest_.size());
    rest_.remove_prefix(gap);
    if (rest_.starts_with('>') || rest_.starts_with("/>")) return;
    if (gap == 0) refuse("a tag that does not end");
    read_name();
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
    if (!rest_.starts_with('=')) refuse("an attribute without a value");
    rest_.remove_prefix(1);
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
    const char quote = rest_.empty() ? '\0' : rest_[0];
    if (quote != '"' && quote != '\'') refuse("an attribute's value without quotes");
    rest_.remove_prefix(1);
    const std::size_t end = rest_.find(quote);
    if (end == std::string_view::npos || rest_.substr(0, end).find('<') != std::string_view::npos)
      refuse("an attribute's value that does not end");
    rest_.remove_prefix(end + 1);
  }
}

void XmlReader::read_tag() {
  rest_.remove_prefix(1);
  if (rest_.starts_with('!')) refuse("a document type is not read here");
  tag_is_end_ = rest_.starts_with('/');
  if (tag_is_end_) rest_.remove_prefix(1);
  name_ = read_name();
  if (tag_is_end_)
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
  else
    skip_attributes();
  empty_element_ = !tag_is_end_ && rest_.starts_with('/');
  if (empty_element_) rest_.remove_prefix(1);
  if (!rest_.starts_with('>')) refuse("a tag that does not end");
  rest_.remove_prefix(1);
}

XmlReader::Token XmlReader::next() {
  if (empty_element_) {
    empty_element_ = false;
    return last_ = Token::end;
  }
  if (last_ != Token::text) {
    const bool telling = read_text();
    const bool alone = last_ == Token::start && rest_.starts_with("</") && !text_.empty();
    if (telling || alone) return last_ = Token::text;
  }
  if (rest_.empty()) return last_ = Token::eof;
  read_tag();
  return last_ = tag_is_end_ ? Token::end : Token::start;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '\r')
      result += "&#13;";
    else if ((c >= 0 && c < ' ' && c != '\t' && c != '\n'))
      throw std::invalid_argument("XML cannot hold control characters: send them as Binary");
    else
      result += c;
  }
  return result;
}

}  // namespace porthole::xmlrpc
