// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/poplib/types.hpp"
#include "protocols/stream.hpp"

namespace porthole::poplib {

inline constexpr int POP3_PORT = 110;

/// A mail reader's connection (RFC 1939), Python's poplib.POP3. Every method waits for the server's answer
/// and throws error_proto when it refuses (the connection can be used on) or answers what POP3 does not
/// allow, LimitError beyond a limit, EOFError when the server hangs up, and porthole::error for the network.
/// After a failure that loses step with the server the connection is closed and every further call is error
/// EBADF.
///
/// Messages marked by dele() are removed by quit() only: a connection that ends without it removes nothing.
class POP3 {
 public:
  /// The longest status line; the RFCs allow 512 bytes.
  static constexpr std::size_t max_response = 8192;
  /// The longest line of a message or list.
  static constexpr std::size_t max_line = std::size_t{1024} * 1024;
  /// The most that one message or list may take in memory; what is streamed has no such limit.
  static constexpr std::size_t max_answer = std::size_t{64} * 1024 * 1024;
  /// The most that CAPA may list, in bytes.
  static constexpr std::size_t max_capabilities = std::size_t{64} * 1024;

  /// Connects and waits for the greeting.
  explicit POP3(const std::string& host, int port = POP3_PORT, Timeout timeout = getdefaulttimeout(),
                Network& network = default_network());

  /// The greeting's whole line.
  [[nodiscard]] const std::string& getwelcome() const { return welcome_; }
  /// Whether the greeting offers APOP.
  [[nodiscard]] bool has_timestamp() const { return timestamp_.has_value(); }

  /// USER and PASS (section 7): the password goes in the clear. The password is never part of an error.
  std::string user(std::string_view name);
  std::string pass_(std::string_view password);
  /// APOP (section 7): proves the password without sending it, as far as MD5 still proves anything. Throws
  /// error_proto, with nothing sent, where the greeting had no timestamp.
  std::string apop(std::string_view name, std::string_view password);

  /// STAT: count and size of the messages that are not marked as deleted.
  Stat stat();
  /// LIST: all messages' sizes, or one's.
  std::vector<Size> list();
  Size list(MessageNumber which);
  /// UIDL: all messages' unique ids, or one's.
  std::vector<UniqueId> uidl();
  UniqueId uidl(MessageNumber which);
  /// RETR: a whole message, in memory or streamed. The streamed form returns the response.
  Answer retr(MessageNumber which);
  std::string retr(MessageNumber which, const Sink& sink);
  /// TOP: a message's headers and so many lines of its body.
  Answer top(MessageNumber which, unsigned lines);
  std::string top(MessageNumber which, unsigned lines, const Sink& sink);
  /// DELE marks a message as deleted, RSET takes all marks back.
  std::string dele(MessageNumber which);
  std::string rset();
  std::string noop();
  /// CAPA (RFC 2449): error_proto from a server that does not know it.
  Capabilities capa();
  /// UTF8 (RFC 6856): from now on messages may come with raw UTF-8 in their headers.
  std::string utf8();

  /// QUIT: the marked messages are removed. The connection is closed, whatever comes back.
  std::string quit();
  /// Closes without a word; twice is fine. The destructor does the same.
  void close() { channel_.close(); }
  [[nodiscard]] bool closed() const { return channel_.closed(); }

 private:
  std::string receive(std::string_view command);
  /// Sends a line and waits for its +OK. `shown` stands for a line with a password in messages.
  std::string ask(const std::string& line, std::string_view shown = {});
  void read_lines(const Sink& use, std::size_t total);
  Answer fetch(const std::string& command);
  std::string fetch(const std::string& command, const Sink& sink);
  template <class Item>
  std::vector<Item> list_of(const char* command, Item (*parse)(std::string_view));

  Channel channel_;
  std::string welcome_;
  std::optional<std::string> timestamp_;
};

}  // namespace porthole::poplib
