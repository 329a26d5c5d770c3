// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>

#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/message.hpp"
#include "protocols/email/quoted_printable.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

/// The first part of a kind (`plain`, `html`) that is text to read, on the way that a reader would take.
const EmailMessage* find_text(const EmailMessage& message, const std::string& subtype) {
  if (message.is_attachment()) return nullptr;
  const std::string type = message.get_content_type();
  if (type == "text/" + subtype) return &message;
  if (!type.starts_with("multipart/")) return nullptr;
  if (type == "multipart/related") {
    if (subtype == "related") return &message;
    return message.parts().empty() ? nullptr : find_text(message.parts().front(), subtype);
  }
  for (const EmailMessage& part : message.parts()) {
    const EmailMessage* found = find_text(part, subtype);
    if (found != nullptr) return found;
  }
  return nullptr;
}

}  // namespace

std::string EmailMessage::get_payload() const {
  if (is_multipart()) return {};
  const std::string encoding = lower(trim(headers_.get("Content-Transfer-Encoding", "")));
  if (encoding == "base64") return decodebytes(raw_body());
  if (encoding == "quoted-printable") return decode_quoted_printable(raw_body());
  return std::string(raw_body());
}

std::string EmailMessage::get_content() const {
  const std::string type = get_content_type();
  if (type.starts_with("message/") && is_multipart()) {
    return source_ ? std::string(raw_body()) : parts_.front().as_bytes();
  }
  if (is_multipart()) throw std::invalid_argument("a " + type + " has no content of its own, its parts have");
  std::string bytes = get_payload();
  if (!type.starts_with("text/")) return bytes;
  const std::optional<std::string> charset = get_content_charset();
  if (!charset && is_utf8(bytes)) return bytes;
  return to_utf8(bytes, charset.value_or("us-ascii"));
}

const EmailMessage* EmailMessage::get_body(const std::vector<std::string>& preference) const {
  for (const std::string& subtype : preference) {
    const EmailMessage* found = find_text(*this, subtype);
    if (found != nullptr) return found;
  }
  return nullptr;
}

std::vector<const EmailMessage*> EmailMessage::iter_attachments() const {
  std::vector<const EmailMessage*> all;
  const std::string type = get_content_type();
  if (!type.starts_with("multipart/") || type == "multipart/alternative") return all;
  for (const EmailMessage& part : parts_) all.push_back(&part);
  if (all.empty()) return all;
  if (type == "multipart/related") {
    all.erase(all.begin());  // the page that shows the others
    return all;
  }
  const EmailMessage* body = get_body({"related", "html", "plain"});
  const auto holds_body = [body](const EmailMessage* part) {
    const std::vector<const EmailMessage*> inside = part->walk();
    return body != nullptr && std::find(inside.begin(), inside.end(), body) != inside.end();
  };
  std::erase_if(all, holds_body);
  return all;
}

}  // namespace porthole::email
