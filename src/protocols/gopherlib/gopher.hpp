// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/gopherlib/item.hpp"
#include "protocols/stream.hpp"

namespace porthole::gopherlib {

/// Bytes as they come.
using Sink = std::function<void(std::string_view)>;

/// A Gopher server (RFC 1436). Gopher has a connection for each question: every method makes its own, sends
/// the selector, and reads until the lone dot or the end. Throws GopherError when the answer is an error item
/// (type 3) or no menu, LimitError beyond a limit, porthole::error for the network, and std::invalid_argument
/// for a selector or a query with a tab, CR, LF or NUL, before anything is sent.
class Gopher {
 public:
  /// The longest line of a menu or a text.
  static constexpr std::size_t max_line = std::size_t{64} * 1024;
  /// How many items a menu may have.
  static constexpr std::size_t max_items = 10'000;
  /// The most that a whole answer in memory may have; what goes to a sink has no such limit.
  static constexpr std::size_t max_answer = std::size_t{64} * 1024 * 1024;

  explicit Gopher(std::string host, int port = GOPHER_PORT, Timeout timeout = getdefaulttimeout(),
                  Network& network = default_network());

  /// Sends a selector and gives the connection, for what the other methods do not do (Python's
  /// send_selector).
  [[nodiscard]] Channel send_selector(std::string_view selector) const;
  /// Asks a search (type 7): the selector, a tab, and the words.
  [[nodiscard]] Channel send_query(std::string_view selector, std::string_view query) const;

  /// A menu (type 1).
  [[nodiscard]] std::vector<Item> get_directory(std::string_view selector = {}) const;
  /// What a search server (type 7) found: a menu.
  [[nodiscard]] std::vector<Item> search(std::string_view selector, std::string_view query) const;
  /// A text (type 0): lines without their ends, dots undone. Servers that leave the last dot out are
  /// understood.
  [[nodiscard]] std::vector<std::string> get_textfile(std::string_view selector) const;
  /// The same, each line with a line feed to a sink.
  void get_textfile(std::string_view selector, const Sink& sink) const;
  /// Anything else, images too: all bytes until the connection ends.
  [[nodiscard]] std::string get_binary(std::string_view selector) const;
  /// The same, streamed. Gopher does not announce lengths: a connection that is lost in order looks whole.
  void get_binary(std::string_view selector, const Sink& sink) const;

 private:
  [[nodiscard]] Channel ask(const std::string& line) const;

  std::string host_;
  int port_;
  Timeout timeout_;
  Network& network_;
};

}  // namespace porthole::gopherlib
