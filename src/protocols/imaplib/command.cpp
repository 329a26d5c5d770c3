// SPDX-License-Identifier: MIT
#include "protocols/imaplib/command.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "protocols/imaplib/mailbox_name.hpp"
#include "protocols/imaplib/reader.hpp"
#include "protocols/imaplib/scan.hpp"
#include "protocols/stream/arguments.hpp"

namespace porthole::imaplib {
namespace {

/// Longer strings are literals: servers limit their lines, and RFC 7162 advises 8192 for all of one.
constexpr std::size_t longest_quoted = 1024;

bool atom_letter(char letter) {
  return letter > ' ' && letter < 0x7f &&
         std::string_view("(){%*\"\\]").find(letter) == std::string_view::npos;
}

/// The form of a string (RFC 3501 section 4.3): 8-bit characters are allowed in quotes only after
/// UTF8=ACCEPT.
Piece string_piece(const std::string& text, const Dialect& dialect) {
  if (!text.empty() && std::ranges::all_of(text, atom_letter) && !same(text, "NIL"))
    return {Form::text, text};
  const bool eight_bit =
      std::ranges::any_of(text, [](char letter) { return static_cast<unsigned char>(letter) > 0x7e; });
  if ((eight_bit && !dialect.utf8) || text.size() > longest_quoted) return {Form::literal, text};
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return {Form::text, quoted + '"'};
}

bool leaves_quote_open(std::string_view text) {
  bool open = false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (open && text[index] == '\\')
      ++index;
    else if (text[index] == '"')
      open = !open;
  }
  return open;
}

}  // namespace

Command& Command::raw(std::string_view text, std::string_view what) {
  one_line(text, what);
  if (text.empty()) throw std::invalid_argument(std::string(what) + " may not be empty");
  if (text.ends_with('}') || leaves_quote_open(text))
    throw std::invalid_argument(std::string(what) +
                                " may not announce a literal or leave a quote open: " + excerpt(text));
  words_.push_back({Kind::raw, std::string(text)});
  return *this;
}

Command& Command::string(std::string_view text, std::string_view what) {
  words_.push_back({Kind::string, std::string(one_line(text, what))});
  return *this;
}

Command& Command::mailbox(std::string_view name) {
  words_.push_back({Kind::mailbox, std::string(one_line(name, "mailbox name"))});
  return *this;
}

Command& Command::literal(std::string bytes, bool binary) {
  words_.push_back({binary ? Kind::literal8 : Kind::literal, std::move(bytes)});
  return *this;
}

Command& Command::add(const Command& words) {
  words_.insert(words_.end(), words.words_.begin(), words.words_.end());
  return *this;
}

std::string Command::name() const {
  if (words_.empty()) return {};
  const std::string& first = words_.front().text;
  return first.substr(0, first.find(' '));
}

std::vector<Piece> Command::pieces(const Dialect& dialect) const {
  std::vector<Piece> out;
  const auto put = [&](std::string_view text) {
    if (out.empty() || out.back().form != Form::text) out.push_back({Form::text, {}});
    out.back().bytes += text;
  };
  for (const Word& word : words_) {
    if (&word != &words_.front()) put(" ");
    if (word.kind == Kind::raw) {
      put(word.text);
      continue;
    }
    if (word.kind == Kind::literal || word.kind == Kind::literal8) {
      out.push_back({word.kind == Kind::literal ? Form::literal : Form::literal8, word.text});
      continue;
    }
    const bool encode = word.kind == Kind::mailbox && !dialect.utf8;
    Piece piece = string_piece(encode ? encode_mailbox(word.text) : word.text, dialect);
    if (piece.form == Form::text)
      put(piece.bytes);
    else
      out.push_back(std::move(piece));
  }
  return out;
}

std::string_view message_set(std::string_view set) {
  const bool fits = !set.empty() && set.find_first_not_of("0123456789:,*") == std::string_view::npos;
  if (!fits && set != "$")
    throw std::invalid_argument("a set of messages is like 1:5,9,12:*, not \"" + excerpt(set) + '"');
  return set;
}

std::string message_set(std::vector<std::uint32_t> numbers) {
  std::ranges::sort(numbers);
  std::string out;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] - numbers[last] <= 1) ++last;
    if (!out.empty()) out += ',';
    out += std::to_string(numbers[first]);
    if (numbers[last] != numbers[first]) out += ':' + std::to_string(numbers[last]);
    first = last + 1;
  }
  return out;
}

std::string flag_list(std::string_view flags) {
  one_line(flags, "flags");
  if (flags.starts_with('(') && flags.ends_with(')')) flags = flags.substr(1, flags.size() - 2);
  for (const char letter : flags)
    if (letter != ' ' && letter != '\\' && letter != ']' && !atom_letter(letter))
      throw std::invalid_argument("flags are like \\Seen $Later, not \"" + excerpt(flags) + '"');
  return '(' + std::string(flags) + ')';
}

}  // namespace porthole::imaplib
