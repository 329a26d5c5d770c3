// SPDX-License-Identifier: MIT
#include <algorithm>

#include "protocols/email/addresses.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/text.hpp"
#include "protocols/stream/error.hpp"

namespace porthole::email {
namespace {

/// Reads a list of addresses token by token; every step goes forward, so the time is linear.
class ListParser {
 public:
  explicit ListParser(std::string_view text) : text_(text) {}

  std::vector<Mailbox> parse() {
    while (at_ < text_.size()) step();
    finish();
    return std::move(all_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_blank(c)) {
      blank_ = true;
      ++at_;
    } else if (c == '(') {
      comment();
    } else if (c == '"') {
      word(quoted_string(), true);
    } else if (c == '<') {
      route_address();
    } else if (c == ',' || c == ';') {
      finish();
      ++at_;
    } else if (c == ':') {
      forget();  // the name of a group
      ++at_;
    } else if (c == '[') {
      word(std::string(domain_literal()), false);
    } else {
      const std::size_t end = text_.find_first_of("()<>,;:\"[ \t\r\n", at_ + 1);
      const std::size_t size = std::min(end, text_.size()) - at_;
      word(std::string(text_.substr(at_, size)), false);
      at_ += size;
    }
  }

  /// A word of a name, or a piece of a bare address.
  void word(const std::string& piece, bool was_quoted) {
    if (angle_) spoiled_ = true;
    if (!phrase_.empty() && blank_) phrase_ += ' ';
    phrase_ += piece;
    if (was_quoted) {
      if (blank_ && !bare_.empty()) many_ = true;
      bare_ += '"';
      for (const char c : piece) {
        if (c == '"' || c == '\\') bare_ += '\\';
        bare_ += c;
      }
      bare_ += '"';
    } else {
      // Blanks around the dots and the @ of an address are allowed (RFC 5322 section 4.4), others part words.
      const bool joins =
          piece.starts_with('.') || piece.starts_with('@') || bare_.ends_with('.') || bare_.ends_with('@');
      if (blank_ && !bare_.empty() && !joins) many_ = true;
      bare_ += piece;
    }
    blank_ = false;
  }

  /// The content of a quoted string without its quotes and backslashes.
  std::string quoted_string() {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      if (text_[at_] != '\r' && text_[at_] != '\n') out += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
    return out;
  }

  std::string_view domain_literal() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find(']', at_), text_.size() - 1) + 1;
    return text_.substr(begin, at_ - begin);
  }

  void comment() {
    std::string out;
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '(' && ++depth > max_comment_depth) {
        throw LimitError("an address has more than " + std::to_string(max_comment_depth) +
                         " nested comments");
      }
      if (c == '(' && depth == 1) continue;
      if (c == ')' && --depth == 0) break;
      if (c == '\\' && at_ + 1 < text_.size()) ++at_;
      if (text_[at_] != '\r' && text_[at_] != '\n') out += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
    if (!comment_.empty()) comment_ += ' ';
    comment_ += out;
    blank_ = true;
  }

  /// `<address>`, `<@route:address>`, or `<>`.
  void route_address() {
    std::string address;
    for (++at_; at_ < text_.size() && text_[at_] != '>';) {
      const char c = text_[at_];
      if (c == '"') {
        const std::size_t begin = at_;
        quoted_string();
        address += text_.substr(begin, at_ - begin);
      } else if (c == '[') {
        address += domain_literal();
      } else if (c == '(') {
        comment();
      } else {
        if (c == ':' && address.starts_with('@')) {
          address.clear();
        } else if (!is_blank(c)) {
          address += c;
        }
        ++at_;
      }
    }
    if (at_ < text_.size()) ++at_;
    if (angle_) spoiled_ = true;
    angle_ = true;
    angle_address_ = std::move(address);
  }

  void finish() {
    Mailbox mailbox;
    if (angle_) {
      mailbox = {phrase_.empty() ? std::string() : decode_header(phrase_), angle_address_};
      if (mailbox.display_name.empty() && !comment_.empty()) mailbox.display_name = decode_header(comment_);
      if (spoiled_) mailbox.addr_spec.clear();
    } else if (!many_ && !bare_.empty()) {
      mailbox = {decode_header(comment_), bare_};
    }
    if (!mailbox.addr_spec.empty()) {
      if (all_.size() >= max_mailboxes) {
        throw LimitError("a list has more than " + std::to_string(max_mailboxes) + " addresses");
      }
      all_.push_back(std::move(mailbox));
    }
    forget();
  }

  void forget() {
    phrase_.clear();
    bare_.clear();
    comment_.clear();
    angle_address_.clear();
    blank_ = many_ = angle_ = spoiled_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Mailbox> all_;
  std::string phrase_;  ///< words, one blank between those that had blanks between
  std::string bare_;    ///< the same words as an address
  std::string comment_;
  std::string angle_address_;
  bool blank_ = false;
  bool many_ = false;  ///< bare_ is several words: no address
  bool angle_ = false;
  bool spoiled_ = false;  ///< something stands after an address in angle brackets: whose it is nobody knows
};

}  // namespace

std::vector<Mailbox> getaddresses(std::string_view list) {
  return ListParser(list).parse();
}

}  // namespace porthole::email
