// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocols/imaplib/reader.hpp"
#include "protocols/imaplib/types.hpp"

namespace porthole::imaplib {

/// Reads the pieces of one response from left to right: atoms, numbers, strings, lists. Everything that does
/// not fit throws error with the place where it happened.
class Scanner {
 public:
  /// Lists within lists; a BODYSTRUCTURE has one a level of parts.
  static constexpr int max_depth = 64;
  /// All values of one response together.
  static constexpr std::size_t max_values = 100'000;

  explicit Scanner(const Raw& raw) : raw_(raw), wire_(raw.wire) {}

  [[nodiscard]] bool done() const { return at_ == wire_.size(); }
  [[nodiscard]] bool next_is(char letter) const { return at_ < wire_.size() && wire_[at_] == letter; }
  /// Takes the letter where it is next.
  bool accept(char letter);
  void expect(char letter);
  /// Blanks between values; more than one is forgiven.
  void blanks();

  /// Up to a blank, a parenthesis or a quote; may be empty.
  std::string_view word();
  /// Up to the letter, which is left.
  std::string_view until(char letter);
  /// All that is left.
  std::string_view rest();
  std::uint64_t number();
  std::uint32_t number32();
  /// What a FETCH calls an item, in upper case: with its section, which may hold blanks, and its origin.
  std::string item_name();
  /// Atom, string or NIL, as text.
  std::string text();
  Value value();
  /// Words in parentheses: flags.
  std::vector<std::string> words();

  [[noreturn]] void fail(const std::string& expected) const;

 private:
  Value value(int depth);
  Value list(int depth);
  std::string quoted();
  Value literal();

  const Raw& raw_;
  std::string_view wire_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
};

/// ASCII capitals.
std::string upper(std::string_view text);
std::string lower(std::string_view text);
/// The same but for the case of ASCII letters.
bool same(std::string_view left, std::string_view right);
/// For a message: at most about 200 bytes, without control characters.
std::string excerpt(std::string_view bytes, std::size_t around = 0);

}  // namespace porthole::imaplib
