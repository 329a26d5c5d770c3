// SPDX-License-Identifier: MIT
#include "hosts/imap/search_text.hpp"

#include <algorithm>

#include "hosts/imap/mime_tree.hpp"
#include "hosts/imap/search_key.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/dates.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/quoted_printable.hpp"

namespace porthole::hosts {
namespace {

/// The text of a part as UTF-8, as far as it can be read.
std::string readable(const MimePart& part) {
  const std::string encoding = imaplib::lower(part.fields.get("Content-Transfer-Encoding", ""));
  std::string bytes(part.body);
  if (encoding == "base64") bytes = email::decodebytes(bytes);
  if (encoding == "quoted-printable") bytes = email::decode_quoted_printable(bytes);
  const std::string charset = part.type.get("charset").value_or("utf-8");
  if (imaplib::same(charset, "utf-8") || imaplib::same(charset, "us-ascii")) return bytes;
  return email::known_charset(charset) ? email::to_utf8(bytes, charset) : bytes;
}

bool text_in(const MimePart& part, std::string_view wanted) {
  if (part.multipart() || part.message())
    return std::ranges::any_of(part.parts, [&](const MimePart& each) { return text_in(each, wanted); });
  return part.type.value.starts_with("text/") && occurs(readable(part), wanted);
}

}  // namespace

bool occurs(std::string_view text, std::string_view wanted) {
  const auto fold = [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
  };
  const auto equal = [&](char left, char right) { return fold(left) == fold(right); };
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), equal) != text.end();
}

bool header_has(std::string_view message, std::string_view name, std::string_view text) {
  const MimePart whole = mime_tree(message);
  return std::ranges::any_of(whole.fields, [&](const auto& field) {
    return (name.empty() || imaplib::same(field.first, name)) &&
           (text.empty() || occurs(email::decode_header(field.second), text));
  });
}

bool body_has(std::string_view message, std::string_view text) {
  return text_in(mime_tree(message), text);
}

std::optional<std::int64_t> sent_day(std::string_view message) {
  const auto header = mime_tree(message).fields.get("Date");
  const auto date = header ? email::parsedate(*header) : std::nullopt;
  if (!date) return std::nullopt;
  return (date->time + date->utc_offset.value_or(std::chrono::minutes(0))).time_since_epoch().count();
}

}  // namespace porthole::hosts
