// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::imaplib {

/// Whether a text is sent as `{n}` literal, and by which kind.
enum class Form { text, literal, literal8 };

/// A piece of a command as it goes out: text, or the bytes of a literal whose `{n}` is made when it is sent.
struct Piece {
  Form form;
  std::string bytes;
};

/// What the server allows in a command.
struct Dialect {
  /// ENABLE UTF8=ACCEPT (RFC 6855): strings and mailbox names are UTF-8.
  bool utf8 = false;
};

/// The words of one command, each in the form it needs. Criteria of SEARCH are built with it too:
///
///     Command().raw("UNSEEN SINCE 1-Jan-2026 SUBJECT").string("报告")
///
/// A CR, LF or NUL anywhere but in a literal is std::invalid_argument, and so is a raw text that would pass
/// for the announcement of a literal or leaves a quote open.
class Command {
 public:
  Command() = default;
  explicit Command(std::string_view text) { raw(text); }

  /// As it is: keys, numbers, lists.
  Command& raw(std::string_view text, std::string_view what = "argument");
  /// A string: bare where it may be, quoted, or a literal.
  Command& string(std::string_view text, std::string_view what = "argument");
  /// A mailbox name, given in UTF-8.
  Command& mailbox(std::string_view name);
  /// Any bytes as a literal; with `binary` as literal8 (RFC 3516), which may hold NULs.
  Command& literal(std::string bytes, bool binary = false);
  /// All words of another one.
  Command& add(const Command& words);

  /// Blanks between the words; throws std::invalid_argument for a mailbox name that is no UTF-8.
  [[nodiscard]] std::vector<Piece> pieces(const Dialect& dialect) const;
  [[nodiscard]] bool empty() const { return words_.empty(); }
  /// For messages: the first word.
  [[nodiscard]] std::string name() const;

 private:
  enum class Kind { raw, string, mailbox, literal, literal8 };
  struct Word {
    Kind kind;
    std::string text;
  };
  std::vector<Word> words_;
};

/// A set of messages: numbers, ranges and `*` (`1:5,9,12:*`), or `$` (RFC 5182). Anything else is
/// std::invalid_argument.
std::string_view message_set(std::string_view set);
/// The same from numbers, ranges drawn together: {1,2,3,7} is `1:3,7`. Empty for none.
std::string message_set(std::vector<std::uint32_t> numbers);

/// Flags in parentheses, as `(\Seen $Later)`: from `\Seen`, `\Seen $Later` or `(\Seen)`. What cannot be a
/// flag is std::invalid_argument.
std::string flag_list(std::string_view flags);

}  // namespace porthole::imaplib
