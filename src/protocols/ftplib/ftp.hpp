// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <ctime>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocols/ftplib/error.hpp"
#include "protocols/ftplib/parse.hpp"
#include "protocols/stream/channel.hpp"
#include "protocols/stream/network.hpp"

namespace porthole::ftplib {

inline constexpr int FTP_PORT = 21;

/// An FTP client (RFC 959, 2389, 2428, 3659), Python's ftplib.FTP under its names. Replies are returned
/// whole, lines of a longer one parted by '\n'; a refusal is error_temp or error_perm. Network failures are
/// porthole::error. Names go and come as UTF-8 bytes (RFC 2640).
///
/// Data connections are made by EPSV, then PASV, to the address of the control connection; or, with
/// set_pasv(false), the host connects to us (EPRT, then PORT) where the network can listen. After an error
/// that loses step with the host the client is closed.
class FTP {
 public:
  /// A reply's whole text, and a line of a list.
  static constexpr std::size_t max_reply = std::size_t{1024} * 1024;
  static constexpr std::size_t max_line = 8192;
  /// What nlst(), mlsd() and the like gather.
  static constexpr std::size_t max_listing = std::size_t{64} * 1024 * 1024;
  static constexpr std::size_t block_size = std::size_t{64} * 1024;

  using Sink = std::function<void(std::string_view block)>;
  using LineSink = std::function<void(const std::string& line)>;
  /// Gives up to so many bytes; empty at the end.
  using Source = std::function<std::string(std::size_t most)>;

  explicit FTP(Network& network = default_network()) : network_(network) {}
  /// Connects at once and reads the greeting.
  explicit FTP(const std::string& host, int port = FTP_PORT, Timeout timeout = getdefaulttimeout(),
               Network& network = default_network());
  FTP(const FTP&) = delete;
  FTP& operator=(const FTP&) = delete;

  std::string connect(const std::string& host, int port = FTP_PORT, Timeout timeout = getdefaulttimeout());
  [[nodiscard]] const std::string& getwelcome() const { return welcome_; }
  /// Without a user it is anonymous. ACCT is sent only where the host asks for it.
  std::string login(const std::string& user = "", const std::string& passwd = "",
                    const std::string& acct = "");
  /// QUIT, then closes; closes also when the host does not answer.
  std::string quit();
  /// Without a word. Twice is fine.
  void close();
  [[nodiscard]] bool closed() const { return !control_; }

  // --- any command ---
  /// Sends a line and returns the reply; 4xx, 5xx throw.
  std::string sendcmd(const std::string& command);
  /// The same, and the reply must be 2xx.
  std::string voidcmd(const std::string& command);
  /// Reads one more reply, which must be 2xx: the end of a transfer begun with transfercmd().
  std::string voidresp();

  // --- transfers ---
  void set_pasv(bool passive) { passive_ = passive; }
  /// Whether EPSV and EPRT are tried before PASV and PORT (they are). Turns itself off for a host that does
  /// not know them.
  void set_extended(bool extended) { extended_ = extended; }
  /// Begins a transfer: the data connection, and the size where the host told it. When it is done, close it
  /// and call voidresp(). `rest` is where to begin (REST).
  std::pair<std::unique_ptr<Stream>, std::optional<std::uint64_t>> ntransfercmd(
      const std::string& command, std::optional<std::uint64_t> rest = {});
  std::unique_ptr<Stream> transfercmd(const std::string& command, std::optional<std::uint64_t> rest = {});
  /// Receives as TYPE I ("RETR name"): blocks as they come.
  std::string retrbinary(const std::string& command, const Sink& callback,
                         std::optional<std::uint64_t> rest = {});
  /// Receives as TYPE A ("LIST", "RETR name"): lines without their ends.
  std::string retrlines(const std::string& command, const LineSink& callback);
  /// Sends as TYPE I ("STOR name", "APPE name"). `callback` is told each block when it has been sent.
  std::string storbinary(const std::string& command, const Source& source, const Sink& callback = {},
                         std::optional<std::uint64_t> rest = {});
  std::string storbinary(const std::string& command, std::istream& source, const Sink& callback = {},
                         std::optional<std::uint64_t> rest = {});
  /// Sends lines as TYPE A: whatever their ends are, CR LF goes out.
  std::string storlines(const std::string& command, std::istream& source);
  /// Ends a transfer before its time (ABOR): close the data connection first. Returns the reply to ABOR.
  std::string abort();

  // --- lists ---
  std::vector<std::string> nlst(const std::string& path = "");
  /// LIST: lines for people, each host's own way.
  std::vector<std::string> dir(const std::string& path = "");
  /// MLSD: names and facts. `facts` asks for these only (OPTS MLST).
  std::vector<Entry> mlsd(const std::string& path = "", const std::vector<std::string>& facts = {});
  /// MLST: one entry's facts, over the control connection.
  Entry mlst(const std::string& path = "");

  // --- files and directories ---
  std::string cwd(const std::string& directory);
  std::string pwd();
  /// The directory as the host names it.
  std::string mkd(const std::string& directory);
  std::string rmd(const std::string& directory);
  std::string delete_(const std::string& name);
  std::string rename(const std::string& from, const std::string& to);
  /// In bytes, as TYPE I counts.
  std::uint64_t size(const std::string& name);
  /// When it was last changed, in seconds since 1970.
  std::time_t mdtm(const std::string& name);

  // --- the host ---
  std::string acct(const std::string& account);
  /// What the host can beyond RFC 959 (FEAT): "MLST type*;size*;", "UTF8", …; empty for a host without FEAT.
  std::vector<std::string> feat();
  std::string opts(const std::string& argument);
  std::string syst();
  std::string noop();

 private:
  [[nodiscard]] Channel& control() const;
  void putline(const std::string& line);
  std::string getmultiline();
  std::string getresp();
  void finish_pending();
  void type(char wanted);
  std::unique_ptr<Stream> connect_passive();
  int passive_port();
  std::unique_ptr<Listener> listen_active();
  std::unique_ptr<Stream> accept_active(Listener& listener);
  std::string begin_transfer(const std::string& command, std::optional<std::uint64_t> rest);

  Network& network_;
  Timeout timeout_;
  std::unique_ptr<Channel> control_;
  std::string welcome_;
  bool passive_ = true;
  bool extended_ = true;
  /// A transfer has begun and its last reply is still to come.
  bool pending_ = false;
  char type_ = 0;
};

/// Reads one reply, of one line or several (RFC 959 section 4.2). Throws error_proto for what is none,
/// LimitError, EOFError.
std::string read_reply(Channel& channel);

}  // namespace porthole::ftplib
