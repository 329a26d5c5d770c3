// SPDX-License-Identifier: MIT
#include "protocols/email/message_parser.hpp"

#include <algorithm>

#include "protocols/email/header_parser.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {

/// Cuts a message into its parts in one pass: every line is looked at once, against the boundaries of all
/// multiparts that are open there, because a part also ends where an outer one does (RFC 2046 section 5.1.2).
class MessageParser {
 public:
  explicit MessageParser(std::shared_ptr<const std::string> source)
      : source_(std::move(source)), text_(*source_) {}

  EmailMessage parse() {
    EmailMessage message;
    entity(message, 0);
    return message;
  }

 private:
  /// A line that ends a part, or the end of the text.
  struct Delimiter {
    std::size_t line;   ///< where it begins
    std::size_t next;   ///< where the line after it begins
    std::size_t depth;  ///< of the boundary, counted from 1; 0 at the end of the text
    bool closing;       ///< the one with `--` behind it
  };

  /// Which boundary a line names, innermost first.
  std::pair<std::size_t, bool> match(std::string_view line) const {
    if (!line.starts_with("--")) return {0, false};
    line = line.substr(2, line.find_last_not_of(" \t\r\n") - 1);
    for (std::size_t depth = boundaries_.size(); depth > 0; --depth) {
      const std::string& boundary = boundaries_[depth - 1];
      if (line == boundary) return {depth, false};
      if (line.size() == boundary.size() + 2 && line.ends_with("--") && line.starts_with(boundary))
        return {depth, true};
    }
    return {0, false};
  }

  Delimiter next_delimiter(std::size_t at) const {
    if (boundaries_.empty()) at = text_.size();
    while (at < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size() - 1) + 1;
      const auto [depth, closing] = match(text_.substr(at, end - at));
      if (depth > 0) return {at, end, depth, closing};
      at = end;
    }
    return {text_.size(), text_.size(), 0, false};
  }

  /// The end of what stands before a delimiter: the line end in front belongs to the delimiter.
  std::size_t end_before(const Delimiter& delimiter, std::size_t begin) const {
    std::size_t end = delimiter.line;
    if (delimiter.depth == 0) return end;
    if (end > begin && text_[end - 1] == '\n') --end;
    if (end > begin && text_[end - 1] == '\r') --end;
    return end;
  }

  /// Parses what begins at a place, up to the delimiter that ends it.
  Delimiter entity(EmailMessage& message, std::size_t begin) {
    ParsedHeaders parsed =
        parse_headers(text_.substr(begin), [this](std::string_view line) { return match(line).first > 0; });
    message.source_ = source_;
    message.begin_ = begin;
    message.body_begin_ = begin + parsed.end;
    message.headers_ = std::move(parsed.headers);
    if (parsed.malformed > 0) message.defects_.emplace_back("FirstHeaderLineIsContinuationDefect");
    const std::string_view rest = text_.substr(message.body_begin_);
    const bool ends_here = rest.empty() || match(rest.substr(0, rest.find('\n'))).first > 0;
    if (!parsed.separated && !ends_here) message.defects_.emplace_back("MissingHeaderBodySeparatorDefect");
    const Delimiter end = body(message);
    message.end_ = std::max(end_before(end, message.begin_), message.body_begin_);
    return end;
  }

  Delimiter body(EmailMessage& message) {
    const std::string type = message.get_content_type();
    const bool multipart = type.starts_with("multipart/");
    const bool nested = type == "message/rfc822" || type == "message/global" || type == "message/news";
    if (!multipart && !nested) return next_delimiter(message.body_begin_);
    if (depth_ >= max_part_depth || count_ >= max_parts) {
      message.defects_.emplace_back(depth_ >= max_part_depth ? "TooDeepDefect" : "TooManyPartsDefect");
      return next_delimiter(message.body_begin_);
    }
    const std::string encoding = lower(trim(message.headers_.get("Content-Transfer-Encoding", "")));
    const bool encoded = encoding == "base64" || encoding == "quoted-printable";
    if (encoded && multipart) message.defects_.emplace_back("InvalidMultipartContentTransferEncodingDefect");
    ++depth_;
    const Delimiter end = multipart ? parts(message)
                          : encoded ? next_delimiter(message.body_begin_)
                                    : one(message, message.body_begin_);
    --depth_;
    return end;
  }

  Delimiter one(EmailMessage& message, std::size_t at) {
    ++count_;
    EmailMessage& part = message.parts_.emplace_back();
    if (message.get_content_type() == "multipart/digest") part.default_type_ = "message/rfc822";
    return entity(part, at);
  }

  Delimiter parts(EmailMessage& message) {
    std::string boundary = message.get_param("boundary").value_or("");
    boundary.erase(boundary.find_last_not_of(" \t\r\n") + 1);
    if (boundary.empty() || boundary.size() > max_boundary) {
      message.defects_.emplace_back("NoBoundaryInMultipartDefect");
      return next_delimiter(message.body_begin_);
    }
    boundaries_.push_back(std::move(boundary));
    const std::size_t mine = boundaries_.size();
    Delimiter at = next_delimiter(message.body_begin_);
    const bool started = at.depth == mine && !at.closing;
    if (started) {
      message.preamble_ = between(message.body_begin_, at);
    } else {
      message.defects_.emplace_back("StartBoundaryNotFoundDefect");
    }
    while (at.depth == mine && !at.closing) {
      if (count_ < max_parts) {
        at = one(message, at.next);
        continue;
      }
      if (!limited_) message.defects_.emplace_back("TooManyPartsDefect");
      limited_ = true;
      at = next_delimiter(at.next);
    }
    boundaries_.pop_back();
    if (at.depth != mine) {
      if (started) message.defects_.emplace_back("CloseBoundaryNotFoundDefect");
      return at;
    }
    const std::size_t epilogue = at.next;
    at = next_delimiter(epilogue);
    message.epilogue_ = between(epilogue, at);
    return at;
  }

  std::string between(std::size_t begin, const Delimiter& delimiter) const {
    return std::string(text_.substr(begin, end_before(delimiter, begin) - begin));
  }

  std::shared_ptr<const std::string> source_;
  std::string_view text_;
  std::vector<std::string> boundaries_;
  std::size_t depth_ = 0;
  std::size_t count_ = 0;
  bool limited_ = false;
};

EmailMessage message_from_bytes(std::string bytes) {
  return MessageParser(std::make_shared<const std::string>(std::move(bytes))).parse();
}

}  // namespace porthole::email
