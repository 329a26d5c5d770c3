// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/imaplib/command.hpp"
#include "protocols/imaplib/connection.hpp"
#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/idler.hpp"
#include "protocols/imaplib/types.hpp"

namespace porthole::imaplib {

/// A client of IMAP4rev1 (RFC 3501), after Python's imaplib: its names, with answers that are read and typed
/// instead of pairs of bytes. Mailbox names are UTF-8 here and modified UTF-7 on the wire. A refusal (NO,
/// BAD) throws error, where Python returns 'NO'; a lost connection throws abort or porthole::error, and then
/// this object is of no more use. Not for several threads at once.
class IMAP4 {
 public:
  using error = imaplib::error;
  using abort = imaplib::abort;
  using readonly = imaplib::readonly;
  static constexpr int default_port = 143;
  /// What all messages of one fetch() without a callback may hold together.
  static constexpr std::size_t max_fetched = std::size_t{256} * 1024 * 1024;
  /// Numbers of one search(), lines of one list().
  static constexpr std::size_t max_answers = 1'000'000;

  /// Connects and reads the greeting. An empty host is localhost.
  explicit IMAP4(const std::string& host = {}, int port = default_port, Timeout timeout = getdefaulttimeout(),
                 Network& network = default_network());

  /// The text of the greeting.
  [[nodiscard]] const std::string& welcome() const { return connection_.welcome(); }
  /// NONAUTH, AUTH, SELECTED or LOGOUT.
  [[nodiscard]] std::string_view state() const;
  /// The selected mailbox, kept up to date by everything the server says.
  [[nodiscard]] const Selected& selected() const { return connection_.selected(); }
  /// Everything untagged passes here too, whatever command runs; for news of other clients.
  void listen(std::function<void(const Response&)> listener) { connection_.listen(std::move(listener)); }
  /// What the last response code of this name held, as `response("UIDNEXT")` (Python's).
  [[nodiscard]] std::optional<std::string> response(std::string_view code) const;

  const std::set<std::string>& capability();
  /// Whether the server has it; asks where that is not known.
  bool has(std::string_view capability);
  Response noop() { return run("NOOP"); }
  /// Says goodbye, waits for the server's, closes.
  void logout();
  /// Closes at once.
  void shutdown() { connection_.close("shutdown() was called"); }

  Response login(std::string_view user, std::string_view password);
  /// RFC 2195: the password itself does not go over the wire.
  Response login_cram_md5(std::string_view user, std::string_view password);
  Response login_plain(std::string_view user, std::string_view password);
  /// Answers each challenge of the server; nothing cancels.
  using Responder = std::function<std::optional<std::string>(std::string_view challenge)>;
  Response authenticate(std::string_view mechanism, const Responder& responder);

  /// Opens a mailbox. Throws readonly where it is read-only and that was not asked for.
  const Selected& select(std::string_view mailbox = "INBOX", bool read_only = false);
  const Selected& examine(std::string_view mailbox = "INBOX") { return select(mailbox, true); }
  std::vector<MailboxInfo> list(std::string_view directory = "", std::string_view pattern = "*");
  std::vector<MailboxInfo> lsub(std::string_view directory = "", std::string_view pattern = "*");
  /// Names in parentheses or without: `MESSAGES UIDNEXT UNSEEN`.
  MailboxStatus status(std::string_view mailbox,
                       std::string_view names = "MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN");
  Response create(std::string_view mailbox) { return with_mailbox("CREATE", mailbox); }
  Response delete_(std::string_view mailbox) { return with_mailbox("DELETE", mailbox); }
  Response rename(std::string_view from, std::string_view to);
  Response subscribe(std::string_view mailbox) { return with_mailbox("SUBSCRIBE", mailbox); }
  Response unsubscribe(std::string_view mailbox) { return with_mailbox("UNSUBSCRIBE", mailbox); }
  Namespaces namespace_();

  /// Adds a message. Its line ends become CR LF, unless it holds a NUL: then it goes as it is, as literal8,
  /// where the server has BINARY, and is std::invalid_argument where not. `date` is as Time2Internaldate()
  /// makes it. The response's code is APPENDUID where the server has UIDPLUS.
  Response append(std::string_view mailbox, std::string_view flags, std::string_view date,
                  std::string_view message);

  Response check() { return run("CHECK"); }
  /// Closes the mailbox, not the connection; what is marked \Deleted is expunged.
  Response close();
  Response unselect();
  /// The numbers of the messages that went.
  std::vector<std::uint32_t> expunge();

  /// The numbers of the messages that fit. Criteria as RFC 3501 section 6.4.4 has them, or as a Command with
  /// strings of any language; `charset` is UTF-8 for those.
  std::vector<std::uint32_t> search(std::string_view criteria, std::string_view charset = "");
  std::vector<std::uint32_t> search(const Command& criteria, std::string_view charset = "");
  /// RFC 5256.
  std::vector<std::uint32_t> sort(std::string_view order, std::string_view charset,
                                  std::string_view criteria);

  /// Parts as RFC 3501 section 6.4.5 has them: `FLAGS`, `(UID BODY.PEEK[])`, `FULL`. What the server says
  /// of other messages meanwhile comes as well.
  std::vector<Message> fetch(std::string_view set, std::string_view parts);
  /// The same, one message after the other in bounded memory.
  void fetch(std::string_view set, std::string_view parts, const std::function<void(Message)>& use);
  /// One text of one message straight to a sink, whatever its size up to `most`; its size. Throws error where
  /// there is none.
  std::uint64_t fetch_into(std::uint32_t message, std::string_view part, const Reader::Sink& sink,
                           std::uint64_t most = std::uint64_t{1} << 40U);
  /// `command` is FLAGS, +FLAGS or -FLAGS, with .SILENT or without.
  std::vector<Message> store(std::string_view set, std::string_view command, std::string_view flags);
  Response copy(std::string_view set, std::string_view mailbox);
  /// RFC 6851.
  Response move(std::string_view set, std::string_view mailbox);

  /// The same commands by unique identifiers: `imap.uid().fetch("4827:*", "FLAGS")`.
  class Uid;
  [[nodiscard]] Uid uid();

  /// Turns an extension on (RFC 5161); what the server says it enabled.
  std::vector<std::string> enable(std::string_view capability);
  /// RFC 2971: tells who we are, and asks the same; names in lower case.
  std::map<std::string, std::string> id(const std::map<std::string, std::string>& client = {});
  /// RFC 2177, as Python 3.14 has it: the server tells by itself what happens, for so long at most.
  Idler idle(Timeout duration = {});
  /// Any other command: its untagged answers.
  std::vector<Response> xatom(const Command& command);

 private:
  friend class Uid;
  Response run(std::string_view command) { return run(Command(command)); }
  Response run(const Command& command, const Use& use = {}) { return connection_.run(command, use); }
  Response with_mailbox(std::string_view name, std::string_view mailbox);
  void logged_in(const Response& answer);
  std::vector<MailboxInfo> names(std::string_view command, std::string_view directory,
                                 std::string_view pattern);
  std::vector<std::uint32_t> find(std::string_view command, const Command& criteria,
                                  std::string_view charset);
  std::vector<Message> messages(const Command& command);
  std::uint64_t into(Command command, std::uint32_t message, std::string_view part, const Reader::Sink& sink,
                     std::uint64_t most);
  std::vector<std::uint32_t> expunged(const Command& command);
  Response with_set(std::string_view command, std::string_view set, std::string_view mailbox);

  Connection connection_;
};

/// Search, fetch, store, copy, move and expunge by unique identifiers instead of numbers.
class IMAP4::Uid {
 public:
  std::vector<std::uint32_t> search(std::string_view criteria, std::string_view charset = "");
  std::vector<std::uint32_t> search(const Command& criteria, std::string_view charset = "");
  std::vector<Message> fetch(std::string_view set, std::string_view parts);
  void fetch(std::string_view set, std::string_view parts, const std::function<void(Message)>& use);
  std::uint64_t fetch_into(std::uint32_t uid, std::string_view part, const Reader::Sink& sink,
                           std::uint64_t most = std::uint64_t{1} << 40U);
  std::vector<Message> store(std::string_view set, std::string_view command, std::string_view flags);
  Response copy(std::string_view set, std::string_view mailbox);
  Response move(std::string_view set, std::string_view mailbox);
  /// RFC 4315: only those of the set.
  std::vector<std::uint32_t> expunge(std::string_view set);

 private:
  friend class IMAP4;
  explicit Uid(IMAP4& client) : client_(client) {}
  IMAP4& client_;
};

/// An INTERNALDATE from seconds since 1970, in UTC: `"17-Jul-1996 02:44:25 +0000"` with its quotes, ready for
/// append().
std::string Time2Internaldate(std::int64_t seconds);
/// Seconds since 1970 from an INTERNALDATE, with quotes or without; nothing where it is none.
std::optional<std::int64_t> Internaldate2seconds(std::string_view date);

}  // namespace porthole::imaplib
