// SPDX-License-Identifier: MIT
#include "protocols/imaplib/types.hpp"

#include <algorithm>

#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::imaplib {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::any_of(words, [&](const std::string& each) { return same(each, word); });
}

}  // namespace

bool MailboxInfo::has(std::string_view flag) const {
  return contains(flags, flag);
}

bool Message::has_flag(std::string_view flag) const {
  return flags && contains(*flags, flag);
}

std::string BodyStructure::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters)
    if (same(key, name)) return value;
  return {};
}

const std::string& Message::text(const std::string& name) const {
  const auto found = texts.find(upper(name));
  if (found != texts.end()) {
    const auto& sent = found->second;
    if (sent) return *sent;
  }
  throw error("the server sent no " + excerpt(name) + " of message " + std::to_string(number));
}

const std::string& Message::text() const {
  if (texts.size() == 1) {
    const auto& sent = texts.begin()->second;
    if (sent) return *sent;
  }
  throw error("the server sent no text of message " + std::to_string(number));
}

}  // namespace porthole::imaplib
