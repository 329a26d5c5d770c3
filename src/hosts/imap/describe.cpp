// SPDX-License-Identifier: MIT
#include "hosts/imap/describe.hpp"

#include <algorithm>

#include "protocols/imaplib/scan.hpp"

namespace porthole::hosts {
namespace {

using imaplib::lower;
using imaplib::upper;

std::optional<std::string> field(const MimePart& part, std::string_view name) {
  auto value = part.fields.get(name);
  if (!value) return std::nullopt;
  // Headers that are no ASCII have no place in an IMAP4rev1 string that other clients can read, but they
  // exist.
  std::erase_if(*value, [](char letter) { return letter == '\r' || letter == '\n' || letter == '\0'; });
  return value;
}

std::string parameters(const email::ParameterValue& value) {
  if (value.parameters.empty()) return "NIL";
  std::string out;
  for (const auto& [name, text] : value.parameters)
    out += (out.empty() ? "(" : " ") + imap_string(upper(name)) + ' ' + imap_string(text);
  return out + ')';
}

std::size_t lines(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n')) +
         (!text.empty() && text.back() != '\n' ? 1 : 0);
}

std::string disposition(const MimePart& part) {
  const auto header = field(part, "Content-Disposition");
  if (!header) return "NIL";
  const auto value = email::parse_parameters(*header);
  return '(' + imap_string(value.value) + ' ' + parameters(value) + ')';
}

std::string extension_data(const MimePart& part) {
  const auto language = field(part, "Content-Language");
  return ' ' + disposition(part) + ' ' + imap_nstring(language) + ' ' +
         imap_nstring(field(part, "Content-Location"));
}

std::string single(const MimePart& part, bool extensions) {
  const std::size_t slash = part.type.value.find('/');
  std::string out = '(' + imap_string(part.type.value.substr(0, slash)) + ' ' +
                    imap_string(part.type.value.substr(slash + 1)) + ' ' + parameters(part.type) + ' ' +
                    imap_nstring(field(part, "Content-ID")) + ' ' +
                    imap_nstring(field(part, "Content-Description")) + ' ' +
                    imap_string(field(part, "Content-Transfer-Encoding").value_or("7BIT")) + ' ' +
                    std::to_string(part.body.size());
  if (part.message())
    out += ' ' + imap_envelope(part.parts.front()) + ' ' + imap_body(part.parts.front(), extensions);
  if (part.message() || part.type.value.starts_with("text/")) out += ' ' + std::to_string(lines(part.body));
  if (extensions) out += ' ' + imap_nstring(field(part, "Content-MD5")) + extension_data(part);
  return out + ')';
}

bool asked(const std::vector<std::string>& fields, std::string_view line) {
  const std::string name = upper(line.substr(0, line.find_first_of(": \t")));
  return std::ranges::find(fields, name) != fields.end();
}

/// The header's lines of these fields, or of all others, folds included, and the empty line.
std::string chosen_fields(std::string_view header, const std::vector<std::string>& fields, bool others) {
  std::string out;
  bool taken = false;
  while (!header.empty()) {
    const std::size_t next = std::min(header.find('\n'), header.size() - 1) + 1;
    const std::string_view line = header.substr(0, next);
    header.remove_prefix(next);
    if (line == "\r\n" || line == "\n") break;
    if (line[0] != ' ' && line[0] != '\t') taken = asked(fields, line) != others;
    if (taken) out += line;
  }
  return out + "\r\n";
}

}  // namespace

std::string imap_string(std::string_view text) {
  const bool quotable = text.size() < 1000 &&
                        std::ranges::all_of(text, [](char letter) { return letter >= ' ' && letter < 0x7f; });
  if (!quotable) return '{' + std::to_string(text.size()) + "}\r\n" + std::string(text);
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '"';
}

std::string imap_nstring(const std::optional<std::string>& text) {
  return text ? imap_string(*text) : "NIL";
}

std::string imap_body(const MimePart& part, bool extensions) {
  if (!part.multipart()) return single(part, extensions);
  std::string out = "(";
  for (const MimePart& each : part.parts) out += imap_body(each, extensions);
  out += ' ' + imap_string(part.type.value.substr(part.type.value.find('/') + 1));
  if (extensions) out += ' ' + parameters(part.type) + extension_data(part);
  return out + ')';
}

std::optional<std::string> section_bytes(const MimePart& message, std::string_view whole,
                                         const Section& section) {
  const MimePart* part = find_part(message, section.path);
  if (part == nullptr) return std::nullopt;
  if (section.text == "MIME")
    return section.path.empty() ? std::nullopt : std::optional<std::string>(part->header);
  if (section.text.empty()) return std::string(section.path.empty() ? whole : part->body);
  // HEADER and TEXT are those of a message: the whole one, or one that is a part.
  if (!section.path.empty()) {
    if (!part->message()) return std::nullopt;
    part = &part->parts.front();
  }
  if (section.text == "HEADER") return std::string(part->header);
  if (section.text == "TEXT") return std::string(part->body);
  return chosen_fields(part->header, section.fields, section.text == "HEADER.FIELDS.NOT");
}

}  // namespace porthole::hosts
