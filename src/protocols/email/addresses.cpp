// SPDX-License-Identifier: MIT
#include "protocols/email/addresses.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

constexpr std::string_view specials = "()<>@,:;\".[]\\";

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace

Mailbox parseaddr(std::string_view address) {
  std::vector<Mailbox> all = getaddresses(address);
  return all.size() == 1 ? std::move(all.front()) : Mailbox{};
}

std::vector<Mailbox> getaddresses(const std::vector<std::string>& lists) {
  std::vector<Mailbox> all;
  for (const std::string& list : lists) {
    for (Mailbox& mailbox : getaddresses(list)) all.push_back(std::move(mailbox));
  }
  return all;
}

void check_addr_spec(std::string_view addr_spec, bool utf8) {
  check_header_text(addr_spec, "an address");
  if (addr_spec.empty()) throw std::invalid_argument("an address is empty");
  if (!utf8 && !is_ascii(addr_spec)) {
    throw std::invalid_argument("the address " + std::string(addr_spec) +
                                " is not ASCII, which needs SMTPUTF8");
  }
  bool inside = false;  // of a quoted local part, which may hold all this
  for (std::size_t i = 0; i < addr_spec.size(); ++i) {
    const char c = addr_spec[i];
    if (inside && c == '\\') {
      ++i;
    } else if (c == '"') {
      inside = !inside;
    } else if (!inside && (c == ' ' || c == '\t' || c == '<' || c == '>' || c == ',' || c == ';')) {
      throw std::invalid_argument("the address " + std::string(addr_spec) + " may not hold \"" + c +
                                  "\" unquoted");
    }
  }
  if (inside)
    throw std::invalid_argument("the address " + std::string(addr_spec) + " has a quote that does not end");
}

std::string formataddr(const Mailbox& mailbox, bool utf8) {
  check_header_text(mailbox.display_name, "a display name");
  check_addr_spec(mailbox.addr_spec, utf8);
  const std::string& name = mailbox.display_name;
  if (name.empty()) return mailbox.addr_spec;
  const bool word = name.find("=?") != std::string::npos;
  if ((!utf8 && !is_ascii(name)) || word) return encode_phrase(name) + " <" + mailbox.addr_spec + ">";
  const bool special = name.find_first_of(specials) != std::string::npos ||
                       trim(name).size() != name.size() || name.find("  ") != std::string::npos ||
                       std::any_of(name.begin(), name.end(), [](char c) { return c >= 0 && c < ' '; });
  return (special ? quoted(name) : name) + " <" + mailbox.addr_spec + ">";
}

}  // namespace porthole::email
