// SPDX-License-Identifier: MIT
// The commands about folders: RFC 3501 section 6.3.

#include <algorithm>
#include <ctime>

#include "hosts/imap/imap_session.hpp"
#include "hosts/imap/store_flags.hpp"
#include "protocols/imaplib/client.hpp"
#include "protocols/imaplib/mailbox_name.hpp"

namespace porthole::hosts {
namespace {

std::string written(const std::string& name) {
  const std::string encoded = imaplib::encode_mailbox(name);
  std::string out = "\"";
  for (const char letter : encoded) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '"';
}

/// `*` is anything, `%` anything but the delimiter.
bool matches(std::string_view pattern, std::string_view name) {
  std::vector<bool> reach(name.size() + 1);
  reach[0] = true;
  for (const char letter : pattern) {
    if (letter == '*' || letter == '%') {
      for (std::size_t index = 1; index <= name.size(); ++index)
        if (reach[index - 1] && (letter == '*' || name[index - 1] != '/')) reach[index] = true;
      continue;
    }
    for (std::size_t index = name.size(); index > 0; --index)
      reach[index] = reach[index - 1] && name[index - 1] == letter;
    reach[0] = false;
  }
  return reach[name.size()];
}

std::string without_slash(std::string name) {
  if (name.size() > 1 && name.ends_with('/')) name.pop_back();
  return name;
}

}  // namespace

std::string ImapSession::mailbox_name(Scanner& scan) {
  scan.expect(' ');
  const std::string raw = scan.text();
  auto name = imaplib::decode_mailbox(raw);
  if (!name) throw std::invalid_argument("a mailbox name is in modified UTF-7 (RFC 3501 section 5.1.3)");
  return *std::move(name);
}

void ImapSession::end(Scanner& scan) {
  scan.blanks();
  if (!scan.done()) scan.fail("the end of the command");
}

void ImapSession::select(Scanner& scan) {
  open(scan, false);
}

void ImapSession::examine(Scanner& scan) {
  open(scan, true);
}

void ImapSession::open(Scanner& scan, bool read_only) {
  const std::string name = mailbox_name(scan);
  end(scan);
  view_.reset();
  MailFolder* const folder = user_->folder(name);
  if (folder == nullptr) return no("[NONEXISTENT] there is no such mailbox");
  view_ = std::make_unique<MailboxView>(*folder, read_only, out_, idle_);
  say("* FLAGS (" + std::string(system_flags) + ")");
  say("* OK [PERMANENTFLAGS (" + (read_only ? std::string() : std::string(system_flags) + " \\*") +
      ")] these last");
  say("* " + std::to_string(view_->count()) + " EXISTS");
  say("* " + std::to_string(view_->recent_count()) + " RECENT");
  for (std::size_t index = 0; index < view_->count(); ++index) {
    const StoredMessage* message = view_->message(index);
    if (message == nullptr || message->flags.contains("\\Seen")) continue;
    say("* OK [UNSEEN " + std::to_string(index + 1) + "] the first unread one");
    break;
  }
  say("* OK [UIDVALIDITY " + std::to_string(folder->uid_validity()) + "] UIDs hold");
  say("* OK [UIDNEXT " + std::to_string(folder->uid_next()) + "] the next one");
  say(tag_ + (read_only ? " OK [READ-ONLY] EXAMINE" : " OK [READ-WRITE] SELECT"));
}

void ImapSession::create(Scanner& scan) {
  const std::string name = without_slash(mailbox_name(scan));
  end(scan);
  if (user_->folder(name) != nullptr) return no("[ALREADYEXISTS] it exists");
  if (user_->create(name) == nullptr) return no("[CANNOT] no good name, or too many mailboxes");
  done("OK CREATE");
}

void ImapSession::remove(Scanner& scan) {
  const std::string name = without_slash(mailbox_name(scan));
  end(scan);
  if (user_->folder(name) == nullptr) return no("[NONEXISTENT] there is no such mailbox");
  if (!user_->remove(name)) return no("[CANNOT] INBOX stays");
  if (view_ && view_->gone()) view_.reset();
  done("OK DELETE");
}

void ImapSession::rename(Scanner& scan) {
  const std::string from = mailbox_name(scan);
  const std::string to = without_slash(mailbox_name(scan));
  end(scan);
  if (user_->folder(from) == nullptr) return no("[NONEXISTENT] there is no such mailbox");
  if (!user_->rename(from, to)) return no("[CANNOT] INBOX keeps its name; the new one must be free and good");
  done("OK RENAME");
}

void ImapSession::subscribe(Scanner& scan) {
  const std::string name = mailbox_name(scan);
  end(scan);
  if (user_->folder(name) == nullptr) return no("[NONEXISTENT] there is no such mailbox");
  if (user_->subscribed().size() >= MailUser::most_folders) return no("[LIMIT] too many subscriptions");
  user_->subscribed().insert(imaplib::same(name, "INBOX") ? "INBOX" : name);
  done("OK SUBSCRIBE");
}

void ImapSession::unsubscribe(Scanner& scan) {
  const std::string name = mailbox_name(scan);
  end(scan);
  user_->subscribed().erase(imaplib::same(name, "INBOX") ? "INBOX" : name);
  done("OK UNSUBSCRIBE");
}

void ImapSession::list(Scanner& scan) {
  list_names(scan, false);
}

void ImapSession::lsub(Scanner& scan) {
  list_names(scan, true);
}

void ImapSession::list_names(Scanner& scan, bool subscribed) {
  const std::string reference = mailbox_name(scan);
  const std::string pattern = mailbox_name(scan);
  end(scan);
  const std::string verb = subscribed ? "LSUB" : "LIST";
  if (pattern.empty()) {
    say("* " + verb + R"( (\Noselect) "/" "")");
    return done("OK " + verb);
  }
  std::string whole = reference + pattern;
  if (whole.size() > 1000) return bad("too long a pattern");
  if (imaplib::same(whole, "INBOX")) whole = "INBOX";
  const auto& folders = user_->folders();
  const auto tell = [&](const std::string& name) {
    if (!matches(whole, name)) return;
    const auto below = folders.lower_bound(name + '/');
    const bool children = below != folders.end() && below->first.starts_with(name + '/');
    say("* " + verb + (children ? " (\\HasChildren) \"/\" " : " (\\HasNoChildren) \"/\" ") + written(name));
  };
  if (subscribed) {
    for (const std::string& name : user_->subscribed()) tell(name);
  } else {
    for (const auto& [name, folder] : folders) tell(name);
  }
  done("OK " + verb);
}

void ImapSession::status(Scanner& scan) {
  const std::string name = mailbox_name(scan);
  scan.expect(' ');
  const auto items = scan.words();
  end(scan);
  const MailFolder* const folder = user_->folder(name);
  if (folder == nullptr) return no("[NONEXISTENT] there is no such mailbox");
  const auto& messages = folder->messages();
  const auto count = [&](auto holds) { return std::to_string(std::ranges::count_if(messages, holds)); };
  std::string out;
  for (const std::string& given : items) {
    const std::string item = imaplib::upper(given);
    out += (out.empty() ? "" : " ") + item + ' ';
    if (item == "MESSAGES")
      out += std::to_string(messages.size());
    else if (item == "RECENT")
      out += count([](const StoredMessage& message) { return message.recent; });
    else if (item == "UNSEEN")
      out += count([](const StoredMessage& message) { return !message.flags.contains("\\Seen"); });
    else if (item == "UIDNEXT")
      out += std::to_string(folder->uid_next());
    else if (item == "UIDVALIDITY")
      out += std::to_string(folder->uid_validity());
    else
      return bad("unknown status item");
    if (out.size() > 1000) return bad("too many status items");
  }
  say("* STATUS " + written(name) + " (" + out + ")");
  done("OK STATUS");
}

void ImapSession::append(Scanner& scan) {
  const std::string name = mailbox_name(scan);
  scan.expect(' ');
  Flags flags;
  if (scan.next_is('(')) {
    flags = read_flags(scan.words());
    scan.expect(' ');
  }
  std::int64_t date = std::time(nullptr);
  if (scan.next_is('"')) {
    const auto given = imaplib::Internaldate2seconds(scan.text());
    if (!given) return bad("not a date: write \"17-Jul-1996 02:44:25 -0700\"");
    date = *given;
    scan.expect(' ');
  }
  if (!scan.next_is('{')) scan.fail("a literal");
  auto content = std::make_shared<const std::string>(scan.text());
  end(scan);
  MailFolder* const folder = user_->folder(name);
  if (folder == nullptr) return no("[TRYCREATE] there is no such mailbox");
  const auto uid = folder->append(std::move(content), date, std::move(flags));
  if (!uid) return no("[OVERQUOTA] there is no room for it");
  done("OK [APPENDUID " + std::to_string(folder->uid_validity()) + ' ' + std::to_string(*uid) + "] APPEND");
}

void ImapSession::namespaces(Scanner& scan) {
  end(scan);
  say(R"(* NAMESPACE (("" "/")) NIL NIL)");
  done("OK NAMESPACE");
}

}  // namespace porthole::hosts
