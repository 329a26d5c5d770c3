// SPDX-License-Identifier: MIT
#include "hosts/mailbox/mail_world.hpp"

#include <algorithm>

#include "hosts/mailbox/letters.hpp"

namespace porthole::hosts {
namespace {

constexpr std::string_view password = "secret";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

}  // namespace

MailWorld::MailWorld() {
  for (const std::string_view name : {"learner", "teacher", "学生"})
    users_.push_back(std::make_unique<MailUser>(std::string(name), std::string(password), room_));
  place_letters(*find("learner"));
}

MailUser* MailWorld::find(std::string_view name) const {
  const auto found =
      std::ranges::find(users_, name, [](const auto& user) { return std::string_view(user->name()); });
  return found == users_.end() ? nullptr : found->get();
}

MailUser* MailWorld::authenticate(std::string_view name, std::string_view given) const {
  MailUser* user = find(name);
  return user != nullptr && user->password() == given ? user : nullptr;
}

MailUser* MailWorld::recipient(std::string_view address) const {
  const auto at = address.rfind('@');
  const std::string_view name = address.substr(0, at);
  // Only the postmaster may be written to without a domain (RFC 5321 section 4.5.1).
  if (same(name, "postmaster") && (at == std::string_view::npos || same(address.substr(at + 1), domain)))
    return find("learner");
  if (at == std::string_view::npos || !same(address.substr(at + 1), domain)) return nullptr;
  const auto found = std::ranges::find_if(users_, [&](const auto& user) { return same(user->name(), name); });
  return found == users_.end() ? nullptr : found->get();
}

}  // namespace porthole::hosts
