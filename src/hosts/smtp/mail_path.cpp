// SPDX-License-Identifier: MIT
#include "hosts/smtp/mail_path.hpp"

#include <algorithm>

namespace porthole::hosts {
namespace {

/// The end of an address, its closing bracket: a quoted local part may hold brackets.
std::size_t closing_bracket(std::string_view text) {
  bool in_quotes = false;
  bool escaped = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < ' ' || byte == 0x7F || (byte == ' ' && !in_quotes)) return std::string_view::npos;
    if (escaped) {
      escaped = false;
    } else if (in_quotes && byte == '\\') {
      escaped = true;
    } else if (byte == '"') {
      in_quotes = !in_quotes;
    } else if (byte == '>' && !in_quotes) {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string in_upper_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return result;
}

std::optional<MailPath> parse_mail_path(std::string_view argument, std::string_view keyword) {
  if (in_upper_case(argument.substr(0, keyword.size())) != keyword) return std::nullopt;
  argument.remove_prefix(keyword.size());
  if (!argument.starts_with(':')) return std::nullopt;
  argument.remove_prefix(1);
  argument.remove_prefix(std::min(argument.find_first_not_of(' '), argument.size()));
  if (!argument.starts_with('<')) return std::nullopt;
  argument.remove_prefix(1);
  const std::size_t end = closing_bracket(argument);
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view address = argument.substr(0, end);
  argument.remove_prefix(end + 1);
  // A source route is accepted and forgotten (RFC 5321 appendix C).
  if (address.starts_with('@')) address.remove_prefix(std::min(address.find(':'), address.size() - 1) + 1);
  if (address.size() > MailPath::longest) return std::nullopt;

  MailPath path{.address = std::string(address), .parameters = {}};
  if (!argument.empty() && argument.front() != ' ') return std::nullopt;
  while (true) {
    argument.remove_prefix(std::min(argument.find_first_not_of(' '), argument.size()));
    if (argument.empty()) return path;
    const std::string_view word = argument.substr(0, argument.find(' '));
    argument.remove_prefix(word.size());
    const std::string_view name = word.substr(0, word.find('='));
    const std::string_view value = word.substr(std::min(word.size(), name.size() + 1));
    if (name.empty() || path.parameters.size() == MailPath::most_parameters) return std::nullopt;
    // None may be named twice (section 4.1.1.11).
    if (!path.parameters.emplace(in_upper_case(name), value).second) return std::nullopt;
  }
}

}  // namespace porthole::hosts
