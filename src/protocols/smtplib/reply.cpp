// SPDX-License-Identifier: MIT
#include "protocols/smtplib/reply.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocols/email/addresses.hpp"
#include "protocols/stream/arguments.hpp"

namespace porthole::smtplib {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alnum(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_keyword(std::string_view word) {
  return !word.empty() && is_alnum(word.front()) &&
         std::ranges::all_of(word, [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

void check_mailbox(std::string_view address) {
  bool in_quotes = false;
  for (std::size_t at = 0; at < address.size(); ++at) {
    const auto byte = static_cast<unsigned char>(address[at]);
    const bool escaped = in_quotes && byte == '\\' && at + 1 < address.size();
    if (byte == '"') in_quotes = !in_quotes;
    if (byte < ' ' || byte == 0x7F || ((byte == ' ' || byte == '<' || byte == '>') && !in_quotes))
      throw std::invalid_argument("this is no mail address: " + quoted(address));
    if (escaped && static_cast<unsigned char>(address[at + 1]) >= ' ' && address[at + 1] != 0x7F) ++at;
  }
  if (in_quotes) throw std::invalid_argument("a quoted mail address has no end: " + quoted(address));
}

}  // namespace

std::string Reply::enhanced() const {
  const std::string_view word = std::string_view(text).substr(0, text.find_first_of(" \n"));
  if (word.size() < 5 || word.size() > 9 || word[1] != '.' || std::ranges::count(word, '.') != 2 ||
      word.back() == '.' || word.find("..") != std::string_view::npos ||
      !std::ranges::all_of(word, [](char c) { return is_digit(c) || c == '.'; }))
    return {};
  return std::string(word);
}

std::optional<ReplyLine> parse_reply_line(std::string_view line) {
  if (line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit)) return std::nullopt;
  if (line[0] < '2' || line[0] > '5') return std::nullopt;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return std::nullopt;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return ReplyLine{.code = code,
                   .last = line.size() == 3 || line[3] == ' ',
                   .text = line.substr(std::min<std::size_t>(4, line.size()))};
}

Extensions parse_extensions(std::string_view text) {
  Extensions extensions;
  std::size_t end = text.find('\n');
  while (end != std::string_view::npos) {
    text.remove_prefix(end + 1);
    end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    std::size_t name_end = line.find_first_of(" \t");
    if (lower(line.substr(0, 5)) == "auth=") name_end = 4;
    const std::string_view name = line.substr(0, name_end);
    if (!is_keyword(name)) continue;
    const std::string_view parameters =
        name.size() < line.size() ? trimmed(line.substr(name.size() + 1)) : std::string_view();
    std::string& all = extensions[lower(name)];
    if (!all.empty() && !parameters.empty()) all += ' ';
    all += parameters;
  }
  return extensions;
}

std::string addr_only(std::string_view address) {
  one_line(address, "mail address");
  std::string_view bare = trimmed(address);
  std::string found(bare);
  if (bare.starts_with('<') && bare.ends_with('>')) {
    found = bare.substr(1, bare.size() - 2);
  } else if (bare.find_first_of("<(") != std::string_view::npos) {
    found = email::parseaddr(bare).addr_spec;
    if (found.empty()) throw std::invalid_argument("this is no mail address: " + quoted(address));
  }
  check_mailbox(found);
  return found;
}

std::string quoteaddr(std::string_view address) {
  return '<' + addr_only(address) + '>';
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 200;
  std::string shown = "\"";
  for (const char character : text.substr(0, most))
    shown += static_cast<unsigned char>(character) < 0x20 || character == 0x7f ? '?' : character;
  return shown += text.size() > most ? "…\"" : "\"";
}

}  // namespace porthole::smtplib
