// SPDX-License-Identifier: MIT
#include "protocols/email/message_id.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

#include "protocols/email/dates.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

void check(std::string_view text, const char* what) {
  constexpr std::string_view allowed = "!#$%&'*+-/=?^_`{|}~.[]:";
  const bool good = std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alpha(c) || is_digit(c) || allowed.find(c) != std::string_view::npos;
  });
  if (!good)
    throw std::invalid_argument("the " + std::string(what) +
                                " cannot stand in a Message-ID: " + std::string(text.substr(0, 100)));
}

}  // namespace

std::string random_word(std::size_t characters) {
  constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::random_device device;
  std::uniform_int_distribution<std::size_t> choose(0, letters.size() - 1);
  std::string out;
  while (out.size() < characters) out += letters[choose(device)];
  return out;
}

std::string make_msgid(std::string_view idstring, std::string_view domain) {
  check(idstring, "text");
  check(domain, "domain");
  if (domain.empty()) throw std::invalid_argument("a Message-ID needs a domain");
  std::string id = "<" + std::to_string(now().time.time_since_epoch().count()) + "." + random_word(19);
  if (!idstring.empty()) id += "." + std::string(idstring);
  return id + "@" + std::string(domain) + ">";
}

}  // namespace porthole::email
