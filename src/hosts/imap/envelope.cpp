// SPDX-License-Identifier: MIT
// ENVELOPE: a message's header as a list. Names keep their encoded words, as clients expect them.

#include <algorithm>
#include <stdexcept>

#include "hosts/imap/describe.hpp"
#include "protocols/email/addresses.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/stream/error.hpp"

namespace porthole::hosts {
namespace {

std::optional<std::string> one_line_of(const MimePart& message, std::string_view name) {
  auto value = message.fields.get(name);
  if (value)
    std::erase_if(*value, [](char letter) { return letter == '\r' || letter == '\n' || letter == '\0'; });
  return value;
}

std::string name_of(const std::string& display_name) {
  if (display_name.empty()) return "NIL";
  const bool ascii = std::ranges::all_of(
      display_name, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
  if (ascii) return imap_string(display_name);
  try {
    return imap_string(email::encode_header(display_name));
  } catch (const std::invalid_argument&) {
    return imap_string(display_name);  // no UTF-8: as it stands
  }
}

std::string addresses(const std::vector<std::string>& headers) {
  std::string out;
  try {
    for (const email::Mailbox& each : email::getaddresses(headers)) {
      const std::size_t at = std::min(each.addr_spec.rfind('@'), each.addr_spec.size());
      const std::string host = each.addr_spec.substr(std::min(at + 1, each.addr_spec.size()));
      out += '(' + name_of(each.display_name) + " NIL " + imap_string(each.addr_spec.substr(0, at)) + ' ' +
             imap_string(host) + ')';
    }
  } catch (const LimitError&) {
    return "NIL";
  }
  return out.empty() ? "NIL" : '(' + out + ')';
}

}  // namespace

std::string imap_envelope(const MimePart& message) {
  const auto people = [&](std::string_view name) { return addresses(message.fields.get_all(name)); };
  // Sender and Reply-To are From's where they are not given (RFC 3501 section 7.4.2).
  const std::string from = people("From");
  const auto or_from = [&](std::string_view name) {
    std::string own = people(name);
    return own == "NIL" ? from : own;
  };
  return '(' + imap_nstring(one_line_of(message, "Date")) + ' ' +
         imap_nstring(one_line_of(message, "Subject")) + ' ' + from + ' ' + or_from("Sender") + ' ' +
         or_from("Reply-To") + ' ' + people("To") + ' ' + people("Cc") + ' ' + people("Bcc") + ' ' +
         imap_nstring(one_line_of(message, "In-Reply-To")) + ' ' +
         imap_nstring(one_line_of(message, "Message-ID")) + ')';
}

}  // namespace porthole::hosts
