// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "protocols/xmlrpc/value.hpp"

namespace porthole::xmlrpc {

/// Reads the XML that XML-RPC needs, strictly and in one pass: elements, text, CDATA, comments, processing
/// instructions, the five named entities and character references. A document type is refused, so there are
/// no entities of the document's own, inner or outer, and nothing is ever fetched. Everything else that is
/// no XML 1.0 in UTF-8 is ResponseError.
class XmlReader {
 public:
  explicit XmlReader(std::string_view document);

  enum class Token { start, end, text, eof };

  /// The next token. An empty element is a start and an end. Text is whole between two tags, and left out
  /// where it is only blanks unless it stands alone between a start and its end.
  Token next();
  /// A start's or end's name.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void skip_declaration();
  bool read_text();
  void read_tag();
  void skip_attributes();
  std::string read_name();
  void read_reference();
  void skip_past(std::string_view ending);
  [[noreturn]] void refuse(const std::string& why) const;

  std::string_view rest_;
  std::size_t size_;
  Token last_ = Token::end;
  bool empty_element_ = false;
  bool tag_is_end_ = false;
  std::string name_;
  std::string text_;
};

/// Text with the characters that XML reserves, and CR, as references.
std::string escaped(std::string_view text);

}  // namespace porthole::xmlrpc
