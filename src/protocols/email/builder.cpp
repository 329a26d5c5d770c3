// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/message.hpp"
#include "protocols/email/message_id.hpp"
#include "protocols/email/quoted_printable.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

/// The longest line that a server has to take, without its end (RFC 5321 section 4.5.3.1.6).
constexpr std::size_t longest_smtp_line = 998;

/// Every line ended by CRLF, the last one too.
std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32 + 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  if (!out.empty() && !out.ends_with("\r\n")) out += "\r\n";
  return out;
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return longest;
}

/// What no server has to pass: NUL, and CR or LF alone (RFC 5321 section 2.3.8).
bool has_strays(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) return true;
  }
  return false;
}

}  // namespace

void EmailMessage::clear_content() {
  for (const char* name : {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID"})
    headers_.remove(name);
  parts_.clear();
  body_.clear();
  preamble_.clear();
  epilogue_.clear();
  source_.reset();
  changed_ = true;
  if (!headers_.contains("MIME-Version")) headers_.append("MIME-Version", "1.0");
}

void EmailMessage::set_content(std::string_view text, std::string_view subtype, const Policy& policy) {
  if (!is_utf8(text)) throw std::invalid_argument("a text is not UTF-8: bytes are for set_content_bytes()");
  const std::string type = format_parameters({"text/" + lower(subtype), {{"charset", "utf-8"}}});
  std::string body = with_crlf(text);
  const bool plain = longest_line(body) <= longest_smtp_line && !has_strays(body);
  std::string encoding = "7bit";
  if (plain && is_ascii(body) && longest_line(body) <= max_line_length) {
    // as it is
  } else if (plain && policy.eight_bit) {
    encoding = is_ascii(body) ? "7bit" : "8bit";
  } else {
    std::string quoted = encode_quoted_printable(body);
    std::string base64 = encodebytes(body);
    encoding = quoted.size() <= base64.size() ? "quoted-printable" : "base64";
    body = quoted.size() <= base64.size() ? std::move(quoted) : std::move(base64);
  }
  clear_content();
  headers_.append("Content-Type", type);
  headers_.append("Content-Transfer-Encoding", encoding);
  body_ = std::move(body);
}

void EmailMessage::set_content_bytes(std::string_view bytes, const Attachment& what) {
  ParameterValue disposition{what.disposition, {}};
  if (!what.filename.empty()) disposition.parameters.emplace_back("filename", what.filename);
  const ParameterValue type = parse_parameters(what.content_type);
  const std::string type_text = format_parameters(type);
  const std::string disposition_text = format_parameters(disposition);
  check_header_text(what.content_type, "a content type");
  check_header_text(what.cid, "a Content-ID");
  if (std::count(type.value.begin(), type.value.end(), '/') != 1) {
    throw std::invalid_argument("not a content type: \"" + what.content_type.substr(0, 100) + "\"");
  }
  std::string body = encodebytes(bytes);
  clear_content();
  headers_.append("Content-Type", type_text);
  headers_.append("Content-Transfer-Encoding", "base64");
  if (!disposition_text.empty()) headers_.append("Content-Disposition", disposition_text);
  if (!what.cid.empty()) headers_.append("Content-ID", what.cid);
  body_ = std::move(body);
}

void EmailMessage::make_multipart(std::string_view subtype) {
  EmailMessage inside;
  const bool has_content = !parts_.empty() || !raw_body().empty() || headers_.contains("Content-Type");
  inside.parts_ = std::move(parts_);
  inside.body_ = std::move(body_);
  inside.preamble_ = std::move(preamble_);
  inside.epilogue_ = std::move(epilogue_);
  inside.source_ = source_;
  inside.begin_ = inside.body_begin_ = body_begin_;
  inside.end_ = end_;
  inside.changed_ = true;
  const auto of_content = [](const Headers::Item& item) { return lower(item.first).starts_with("content-"); };
  std::copy_if(headers_.begin(), headers_.end(), std::back_inserter(inside.headers_.items_), of_content);
  std::erase_if(headers_.items_, of_content);
  clear_content();
  headers_.append("Content-Type",
                  "multipart/" + std::string(subtype) + "; boundary=\"=_" + random_word(32) + "\"");
  if (has_content) parts_.push_back(std::move(inside));
}

EmailMessage& EmailMessage::add_part(std::string_view subtype) {
  if (get_content_type() != "multipart/" + std::string(subtype) || !is_multipart()) make_multipart(subtype);
  EmailMessage& part = parts_.emplace_back();
  part.changed_ = true;
  changed_ = true;
  return part;
}

void EmailMessage::add_alternative(std::string_view text, std::string_view subtype, const Policy& policy) {
  EmailMessage part;
  part.set_content(text, subtype, policy);
  part.headers_.remove("MIME-Version");
  add_part("alternative") = std::move(part);
}

void EmailMessage::add_related(std::string_view bytes, const Attachment& what) {
  EmailMessage part;
  part.set_content_bytes(bytes, what);
  part.headers_.remove("MIME-Version");
  add_part("related") = std::move(part);
}

void EmailMessage::add_attachment(std::string_view bytes, const Attachment& what) {
  EmailMessage part;
  part.set_content_bytes(bytes, what);
  part.headers_.remove("MIME-Version");
  add_part("mixed") = std::move(part);
}

void EmailMessage::add_attachment(const EmailMessage& message) {
  EmailMessage part;
  part.headers_.append("Content-Type", "message/rfc822");
  part.headers_.append("Content-Disposition", "attachment");
  part.parts_.push_back(message);
  part.changed_ = true;
  add_part("mixed") = std::move(part);
}

}  // namespace porthole::email
