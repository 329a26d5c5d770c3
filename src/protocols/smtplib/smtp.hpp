// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/email/message.hpp"
#include "protocols/smtplib/types.hpp"
#include "protocols/stream.hpp"

namespace porthole::smtplib {

inline constexpr int SMTP_PORT = 25;

/// Whoever has mail to hand in (RFC 5321), Python's smtplib.SMTP. The commands return the server's answer
/// whatever its code; login(), sendmail() and send_message() throw the SMTPException that tells what was
/// refused. What is no answer is an SMTPException, more than a limit LimitError, a connection that ends
/// SMTPServerDisconnected, a failing network porthole::error. After each of these, and after answer 421, the
/// connection is closed and every further call is SMTPServerDisconnected until connect() is called again.
class SMTP {
 public:
  /// The longest line of an answer; RFC 5321 section 4.5.3.1.5 allows 512 bytes.
  static constexpr std::size_t max_line = 8192;
  /// The most that one answer may have in all.
  static constexpr std::size_t max_reply = std::size_t{64} * 1024;
  /// So many commands are sent before their answers are read, where the server offers PIPELINING (RFC 2920):
  /// few enough that neither side's buffers can fill up while both are sending.
  static constexpr std::size_t max_pipeline = 40;
  /// The most challenges that one login may bring.
  static constexpr int max_challenges = 5;

  /// Not connected yet. `local_hostname` is what EHLO and HELO say; by default the own address in brackets
  /// (RFC 5321 section 4.1.3), because a page and most desks have no name that means anything.
  explicit SMTP(Timeout timeout = getdefaulttimeout(), Network& network = default_network(),
                std::string local_hostname = {});
  /// Connects and waits for the greeting. Throws SMTPConnectError where that is no 220.
  explicit SMTP(const std::string& host, int port = SMTP_PORT, Timeout timeout = getdefaulttimeout(),
                Network& network = default_network(), std::string local_hostname = {});

  /// Connects and returns the greeting, whatever its code.
  Reply connect(const std::string& host, int port = SMTP_PORT);

  /// Any command, for those that have no method here.
  Reply docmd(std::string_view command, std::string_view arguments = {});

  Reply helo(std::string_view name = {});
  Reply ehlo(std::string_view name = {});
  /// EHLO, or HELO where that is refused, unless one was accepted before. Throws SMTPHeloError.
  void ehlo_or_helo_if_needed();
  /// Whether EHLO listed this, in any case: has_extn("size").
  [[nodiscard]] bool has_extn(std::string_view name) const;
  /// Everything that EHLO listed.
  [[nodiscard]] const Extensions& esmtp_features() const { return extensions_; }
  [[nodiscard]] bool does_esmtp() const { return esmtp_; }
  [[nodiscard]] const std::optional<Reply>& ehlo_resp() const { return ehlo_resp_; }
  [[nodiscard]] const std::optional<Reply>& helo_resp() const { return helo_resp_; }

  /// AUTH (RFC 4954) by the best mechanism that both know: CRAM-MD5, PLAIN, LOGIN; the next where one is
  /// refused. PLAIN and LOGIN send the password in the clear. Throws SMTPNotSupportedError,
  /// SMTPAuthenticationError. The password is in no message.
  Reply login(std::string_view user, std::string_view password);
  /// AUTH by this mechanism, one of the three.
  Reply auth(std::string_view mechanism, std::string_view user, std::string_view password);

  /// MAIL begins a message; "<>" or "" is the sender of bounces. An address beyond ASCII needs the option
  /// SMTPUTF8 (RFC 6531), and a server that has it: else SMTPNotSupportedError.
  Reply mail(std::string_view sender, const Options& options = {});
  /// RCPT adds a recipient.
  Reply rcpt(std::string_view recipient, const Options& options = {});
  /// DATA: the whole message, its line ends made CR LF, its dots doubled. Throws SMTPDataError where the
  /// server does not want one; its answer to the message is returned.
  Reply data(std::string_view message);

  /// Hands in one message for all recipients: EHLO, MAIL with SIZE and BODY where they are offered, RCPT for
  /// each (in one go with PIPELINING), DATA. Returns who was refused; the others have it. Throws
  /// SMTPHeloError, SMTPSenderRefused, SMTPRecipientsRefused (nobody was taken), SMTPDataError,
  /// SMTPNotSupportedError, std::invalid_argument without recipients.
  Refused sendmail(std::string_view from, const std::vector<std::string>& to, std::string_view message,
                   const Options& mail_options = {}, const Options& rcpt_options = {});
  /// The same for a message with headers: from Sender or From, to To, Cc and Bcc (Resent-… before them where
  /// there are some) unless given here; Bcc is not sent. With addresses beyond ASCII it needs SMTPUTF8.
  Refused send_message(const email::EmailMessage& message, std::string_view from = {},
                       const std::vector<std::string>& to = {}, const Options& mail_options = {},
                       const Options& rcpt_options = {});

  /// VRFY asks about a mailbox, EXPN about a mailing list.
  Reply verify(std::string_view address);
  Reply vrfy(std::string_view address) { return verify(address); }
  Reply expn(std::string_view list);
  /// HELP: the server's text.
  std::string help(std::string_view arguments = {});
  Reply noop();
  /// RSET forgets the message under way.
  Reply rset();

  /// QUIT: the connection is closed, whatever comes back.
  Reply quit();
  /// Closes without a word; twice is fine. The destructor does the same.
  void close();
  [[nodiscard]] bool closed() const { return !channel_ || channel_->closed(); }

 private:
  Channel& channel();
  void put(const std::string& lines);
  Reply getreply(std::string_view command);
  Reply ask(const std::string& line, std::string_view shown = {});
  Reply greeting(std::string_view verb, std::string_view name, std::optional<Reply>& kept);
  std::string local_name();
  std::string mail_line(std::string_view sender, const Options& options);
  std::string rcpt_line(std::string_view recipient, const Options& options);
  void reset_quietly();
  std::vector<Reply> ask_all(const std::vector<std::string>& lines);

  Timeout timeout_;
  Network& network_;
  std::string local_hostname_;
  std::optional<Channel> channel_;
  Extensions extensions_;
  bool esmtp_ = false;
  std::optional<Reply> ehlo_resp_;
  std::optional<Reply> helo_resp_;
};

}  // namespace porthole::smtplib
