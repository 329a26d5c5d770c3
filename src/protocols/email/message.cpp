// SPDX-License-Identifier: MIT
#include "protocols/email/message.hpp"

#include <algorithm>

#include "protocols/email/encoded_words.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {

std::optional<std::string> EmailMessage::get(std::string_view name) const {
  const std::optional<std::string> value = headers_.get(name);
  return value ? std::optional(decode_header(*value)) : std::nullopt;
}

std::string EmailMessage::get(std::string_view name, std::string_view otherwise) const {
  return get(name).value_or(std::string(otherwise));
}

std::vector<std::string> EmailMessage::get_all(std::string_view name) const {
  std::vector<std::string> values = headers_.get_all(name);
  for (std::string& value : values) value = decode_header(value);
  return values;
}

void EmailMessage::set(std::string_view name, std::string_view text) {
  check_header_text(text, name);
  headers_.set(name, trim(text));
  changed_ = true;
}

void EmailMessage::append(std::string_view name, std::string_view text) {
  check_header_text(text, name);
  headers_.append(name, trim(text));
  changed_ = true;
}

void EmailMessage::set(std::string_view name, const std::vector<Mailbox>& mailboxes) {
  std::string list;
  for (const Mailbox& mailbox : mailboxes) {
    if (!list.empty()) list += ", ";
    list += formataddr(mailbox, true);
  }
  set(name, list);
}

std::size_t EmailMessage::remove(std::string_view name) {
  changed_ = true;
  return headers_.remove(name);
}

std::string EmailMessage::get_content_type() const {
  const std::optional<std::string> header = headers_.get("Content-Type");
  if (!header) return default_type_;
  std::string type = parse_parameters(*header).value;
  type.erase(std::remove_if(type.begin(), type.end(), is_blank), type.end());
  return std::count(type.begin(), type.end(), '/') == 1 ? type : "text/plain";
}

std::string EmailMessage::get_content_maintype() const {
  const std::string type = get_content_type();
  return type.substr(0, type.find('/'));
}

std::string EmailMessage::get_content_subtype() const {
  const std::string type = get_content_type();
  return type.substr(type.find('/') + 1);
}

std::optional<std::string> EmailMessage::get_param(std::string_view name) const {
  return parse_parameters(headers_.get("Content-Type", "")).get(name);
}

std::optional<std::string> EmailMessage::get_content_charset() const {
  const std::optional<std::string> charset = get_param("charset");
  return charset ? std::optional(lower(trim(*charset))) : std::nullopt;
}

std::string EmailMessage::get_content_disposition() const {
  return parse_parameters(headers_.get("Content-Disposition", "")).value;
}

std::optional<std::string> EmailMessage::get_filename() const {
  const std::optional<std::string> name =
      parse_parameters(headers_.get("Content-Disposition", "")).get("filename");
  return name ? name : get_param("name");
}

std::vector<const EmailMessage*> EmailMessage::walk() const {
  std::vector<const EmailMessage*> all{this};
  for (const EmailMessage& part : parts_) {
    const std::vector<const EmailMessage*> below = part.walk();
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

std::string_view EmailMessage::raw_body() const noexcept {
  if (!source_) return body_;
  return std::string_view(*source_).substr(body_begin_, end_ - body_begin_);
}

std::string_view EmailMessage::raw() const noexcept {
  if (!source_) return {};
  return std::string_view(*source_).substr(begin_, end_ - begin_);
}

bool EmailMessage::touched() const {
  return changed_ ||
         std::any_of(parts_.begin(), parts_.end(), [](const EmailMessage& part) { return part.touched(); });
}

}  // namespace porthole::email
