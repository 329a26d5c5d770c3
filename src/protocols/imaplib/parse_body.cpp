// SPDX-License-Identifier: MIT
// ENVELOPE and BODYSTRUCTURE: lists by position, NIL and what is missing at the end forgiven.

#include <charconv>

#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/parse.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::imaplib {
namespace {

const Value nothing;

const Value& at(const Value& list, std::size_t index) {
  return index < list.items.size() ? list.items[index] : nothing;
}

std::string text_at(const Value& list, std::size_t index) {
  const Value& value = at(list, index);
  if (value.is_list()) throw error("the server's response is not IMAP: a list where a string belongs");
  return value.text;
}

std::uint64_t number_at(const Value& list, std::size_t index) {
  const std::string text = text_at(list, index);
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && (problem != std::errc() || end != text.data() + text.size()))
    throw error("the server's response is not IMAP: \"" + excerpt(text) + "\" where a number belongs");
  return number;
}

std::vector<EnvelopeAddress> addresses(const Value& value) {
  std::vector<EnvelopeAddress> found;
  for (const Value& each : value.items) {
    if (!each.is_list()) throw error("the server's response is not IMAP: an address that is no list");
    found.push_back({text_at(each, 0), text_at(each, 1), text_at(each, 2), text_at(each, 3)});
  }
  return found;
}

Parameters parameters(const Value& value) {
  Parameters found;
  for (std::size_t index = 0; index + 1 < value.items.size(); index += 2)
    found.emplace_back(lower(text_at(value, index)), text_at(value, index + 1));
  return found;
}

/// Disposition, languages and location, which both kinds of part end with.
void extensions(const Value& value, std::size_t from, BodyStructure& part) {
  const Value& disposition = at(value, from);
  if (disposition.is_list()) {
    part.disposition = lower(text_at(disposition, 0));
    part.disposition_parameters = parameters(at(disposition, 1));
  }
  const Value& languages = at(value, from + 1);
  for (const Value& each : languages.items) part.languages.push_back(each.text);
  if (!languages.is_list() && !languages.is_nil()) part.languages.push_back(languages.text);
  part.location = text_at(value, from + 2);
}

BodyStructure any_part(const Value& value);

BodyStructure multipart(const Value& value) {
  BodyStructure part;
  part.type = "multipart";
  std::size_t index = 0;
  for (; at(value, index).is_list(); ++index) part.parts.push_back(any_part(value.items[index]));
  part.subtype = lower(text_at(value, index));
  part.parameters = parameters(at(value, index + 1));
  extensions(value, index + 2, part);
  return part;
}

BodyStructure single(const Value& value) {
  BodyStructure part;
  part.type = lower(text_at(value, 0));
  part.subtype = lower(text_at(value, 1));
  part.parameters = parameters(at(value, 2));
  part.id = text_at(value, 3);
  part.description = text_at(value, 4);
  part.encoding = lower(text_at(value, 5));
  part.octets = number_at(value, 6);
  std::size_t next = 7;
  if (part.type == "message" && (part.subtype == "rfc822" || part.subtype == "global") &&
      at(value, 7).is_list()) {
    part.envelope = parse_envelope(value.items[7]);
    part.parts.push_back(any_part(at(value, 8)));
    part.lines = number_at(value, 9);
    next = 10;
  } else if (part.type == "text") {
    part.lines = number_at(value, next++);
  }
  part.md5 = text_at(value, next);
  extensions(value, next + 1, part);
  return part;
}

BodyStructure any_part(const Value& value) {
  if (!value.is_list() || value.items.empty())
    throw error("the server's response is not IMAP: a BODYSTRUCTURE that is no list");
  return value.items.front().is_list() ? multipart(value) : single(value);
}

void number_sections(BodyStructure& part, const std::string& section) {
  if (part.type == "multipart") {
    part.section = section;
    std::size_t index = 0;
    for (BodyStructure& each : part.parts)
      number_sections(each, (section.empty() ? "" : section + '.') + std::to_string(++index));
    return;
  }
  part.section = section.empty() ? "1" : section;
  for (BodyStructure& each : part.parts)
    number_sections(each, each.type == "multipart" ? part.section : part.section + ".1");
}

}  // namespace

Envelope parse_envelope(const Value& value) {
  if (!value.is_list()) throw error("the server's response is not IMAP: an ENVELOPE that is no list");
  Envelope envelope;
  envelope.date = text_at(value, 0);
  envelope.subject = text_at(value, 1);
  envelope.from = addresses(at(value, 2));
  envelope.sender = addresses(at(value, 3));
  envelope.reply_to = addresses(at(value, 4));
  envelope.to = addresses(at(value, 5));
  envelope.cc = addresses(at(value, 6));
  envelope.bcc = addresses(at(value, 7));
  envelope.in_reply_to = text_at(value, 8);
  envelope.message_id = text_at(value, 9);
  return envelope;
}

BodyStructure parse_body(const Value& value) {
  BodyStructure whole = any_part(value);
  number_sections(whole, "");
  return whole;
}

}  // namespace porthole::imaplib
