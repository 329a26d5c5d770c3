// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocols/stream/error.hpp"
#include "protocols/stream/network.hpp"
#include "protocols/telnetlib/negotiation.hpp"
#include "protocols/telnetlib/parser.hpp"

namespace porthole::telnetlib {

inline constexpr int TELNET_PORT = 23;

/// In characters.
struct WindowSize {
  int columns = 80;
  int rows = 24;

  friend bool operator==(const WindowSize&, const WindowSize&) = default;
};

/// What the client offers to a host that asks.
struct TelnetOptions {
  /// Told by TERMINAL-TYPE (RFC 1091); empty refuses the option.
  std::string terminal_type = "xterm";
  /// Told by NAWS (RFC 1073), offered at once; none refuses the option.
  std::optional<WindowSize> window = {};
  /// Asks for 8-bit data both ways (RFC 856).
  bool binary = false;
  /// Is told every word of the negotiation, "received DO NAWS", "sent WILL NAWS", for people who want to see.
  std::function<void(const std::string&)> watch = {};
};

/// A Telnet client (RFC 854), Python's telnetlib.Telnet. Reading hands out data only; negotiation is answered
/// on the way. The host may echo (ECHO) and both sides suppress go-ahead; what else it asks for is refused.
///
/// Timeouts given to a call are seconds for the whole call; without one the timeout of the constructor holds
/// for each receive. Failures of the network are porthole::error, an endless answer LimitError.
class Telnet {
 public:
  /// The most that read_until() and read_all() gather.
  static constexpr std::size_t max_text = std::size_t{16} * 1024 * 1024;

  /// Connects at once.
  explicit Telnet(const std::string& host, int port = TELNET_PORT, Timeout timeout = getdefaulttimeout(),
                  TelnetOptions options = {}, Network& network = default_network());
  /// Speaks over a stream that stands already.
  explicit Telnet(std::unique_ptr<Stream> stream, TelnetOptions options = {});
  Telnet(const Telnet&) = delete;
  Telnet& operator=(const Telnet&) = delete;

  /// Everything up to and including the expected text. When the time runs out or the host ends the
  /// connection, what there is until then; EOFError when there is nothing and nothing will come.
  std::string read_until(std::string_view expected, Timeout timeout = {});
  /// Reads until one of the texts comes: its index and everything up to and including it. The index is -1
  /// when time or connection ended first. (Python takes regular expressions here.)
  std::pair<int, std::string> expect(const std::vector<std::string>& texts, Timeout timeout = {});
  /// At least one byte, waiting for it; empty at the end of the connection.
  std::string read_some();
  /// What is there without waiting, perhaps nothing. Throws EOFError once the connection has ended and all
  /// is read.
  std::string read_very_eager();
  /// Everything until the host ends the connection.
  std::string read_all();

  /// Sends data, each IAC doubled. A line ends in "\r\n".
  void write(std::string_view data);
  /// Sends a command: AYT, IP, BRK, …
  void send_command(std::uint8_t command);
  /// Tells the host a new size, now or as soon as it wants to know.
  void set_window_size(WindowSize size);
  /// Nothing more will be sent, answers to the host's negotiation neither; reading goes on.
  void shutdown_send();
  /// Asks for an option, ours or theirs; the answer comes with the data.
  void enable(Side side, std::uint8_t option);

  [[nodiscard]] bool enabled(Side side, std::uint8_t option) const {
    return negotiation_.enabled(side, option);
  }
  /// True once the host has ended the connection.
  [[nodiscard]] bool eof() const { return ended_; }
  /// For poll(): readable means that read_very_eager() may have something.
  [[nodiscard]] int fileno() const;
  /// The connection itself. Throws error EBADF when closed.
  [[nodiscard]] Stream& stream() const;
  /// Closing twice is fine.
  void close();

 private:
  void begin();
  [[nodiscard]] bool accepts(Side side, std::uint8_t option) const;
  bool receive(Timeout timeout);
  void handle(const Event& event);
  void negotiated(Negotiate said);
  void about(const Event& event);
  void say(const std::optional<Negotiate>& words);
  void tell_window();
  void send(std::string_view bytes);
  void answer(std::string_view bytes, const std::string& words);
  std::string take(std::size_t size);

  TelnetOptions options_;
  Timeout timeout_;
  std::unique_ptr<Stream> stream_;
  Parser parser_;
  Negotiation negotiation_;
  std::string text_;
  bool ended_ = false;
  bool sending_ = true;
};

}  // namespace porthole::telnetlib
