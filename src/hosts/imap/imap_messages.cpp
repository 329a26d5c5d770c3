// SPDX-License-Identifier: MIT
// The commands about messages: RFC 3501 section 6.4, MOVE (RFC 6851), UNSELECT (RFC 3691), UIDPLUS (RFC
// 4315).

#include <algorithm>

#include "hosts/imap/fetch_items.hpp"
#include "hosts/imap/imap_session.hpp"
#include "hosts/imap/search_key.hpp"
#include "hosts/imap/store_flags.hpp"
#include "protocols/imaplib/command.hpp"

namespace porthole::hosts {
namespace {

/// Indexes and how far the work on them has come.
struct Course {
  std::vector<std::size_t> indexes;
  std::size_t next = 0;
};

}  // namespace

std::vector<std::size_t> ImapSession::message_set(Scanner& scan) {
  scan.expect(' ');
  return view_->indexes(scan.word(), uid_);
}

void ImapSession::check(Scanner& scan) {
  end(scan);
  done("OK CHECK");
}

void ImapSession::close(Scanner& scan) {
  end(scan);
  if (!view_->read_only()) remove_deleted(nullptr, false);
  view_.reset();
  done("OK CLOSE");
}

void ImapSession::unselect(Scanner& scan) {
  end(scan);
  view_.reset();
  done("OK UNSELECT");
}

void ImapSession::remove_deleted(const std::vector<std::size_t>* among, bool tell) {
  std::vector<std::uint32_t> uids;
  for (std::size_t index = 0; index < view_->count(); ++index) {
    if (among != nullptr && !std::ranges::binary_search(*among, index)) continue;
    const StoredMessage* message = view_->message(index);
    if (message != nullptr && message->flags.contains("\\Deleted")) uids.push_back(message->uid);
  }
  for (const std::uint32_t uid : uids) {
    view_->folder().remove(uid, view_.get());
    if (tell) out_->write(view_->expunged(uid));
  }
}

void ImapSession::expunge(Scanner& scan) {
  std::vector<std::size_t> among;
  if (uid_) among = message_set(scan);
  end(scan);
  if (view_->read_only()) return no("[READ-ONLY] the mailbox was opened with EXAMINE");
  remove_deleted(uid_ ? &among : nullptr, true);
  done("OK EXPUNGE");
}

void ImapSession::search(Scanner& scan) {
  scan.expect(' ');
  Scanner ahead = scan;
  if (imaplib::same(ahead.word(), "CHARSET")) {
    scan.word();
    scan.expect(' ');
    const std::string charset = imaplib::upper(scan.text());
    if (charset != "UTF-8" && charset != "US-ASCII")
      return no("[BADCHARSET (UTF-8 US-ASCII)] only these are known");
  }
  const auto program = std::make_shared<SearchProgram>(scan, *view_);
  const auto course = std::make_shared<Course>();
  const auto found = std::make_shared<std::string>("* SEARCH");
  work([this, program, course, found, uid = uid_] {
    const auto until = Clock::now() + piece;
    for (; !view_->gone() && course->next < view_->count(); ++course->next) {
      if (Clock::now() > until) return false;
      const StoredMessage* message = view_->message(course->next);
      if (message == nullptr || !program->fits(*message, course->next)) continue;
      *found += ' ' + std::to_string(uid ? message->uid : course->next + 1);
    }
    say(*found);
    done("OK SEARCH", uid);
    return true;
  });
}

void ImapSession::fetch(Scanner& scan) {
  const auto course = std::make_shared<Course>(Course{message_set(scan)});
  scan.expect(' ');
  auto items = std::make_shared<FetchItems>(scan);
  end(scan);
  if (uid_) items->add_uid();
  work([this, course, items, uid = uid_] {
    const auto until = Clock::now() + piece;
    for (; !view_->gone() && course->next < course->indexes.size(); ++course->next) {
      if (out_->full() || Clock::now() > until) return false;
      const std::size_t index = course->indexes[course->next];
      const StoredMessage* message = view_->message(index);
      if (message == nullptr) continue;  // others expunged it, which is told later
      bool seen = false;
      if (items->marks() && !view_->read_only() && !message->flags.contains("\\Seen")) {
        Flags flags = message->flags;
        flags.insert("\\Seen");
        seen = view_->folder().set_flags(message->uid, std::move(flags), view_.get());
      }
      say("* " + std::to_string(index + 1) + " FETCH (" +
          items->answer(*message, view_->flags(*message), seen) + ')');
    }
    done("OK FETCH", uid);
    return true;
  });
}

void ImapSession::store(Scanner& scan) {
  const auto indexes = message_set(scan);
  scan.expect(' ');
  std::string change = imaplib::upper(scan.word());
  const bool silent = change.ends_with(".SILENT");
  if (silent) change.resize(change.size() - 7);
  if (change != "FLAGS" && change != "+FLAGS" && change != "-FLAGS")
    return bad("STORE sets FLAGS, +FLAGS or -FLAGS");
  scan.expect(' ');
  std::vector<std::string> words;
  if (scan.next_is('('))
    words = scan.words();
  else
    for (scan.blanks(); !scan.done(); scan.blanks()) {
      words.emplace_back(scan.word());
      if (words.back().empty()) scan.fail("a flag");
    }
  end(scan);
  const Flags given = read_flags(words);
  if (view_->read_only()) return no("[READ-ONLY] the mailbox was opened with EXAMINE");
  for (const std::size_t index : indexes) {
    const StoredMessage* message = view_->message(index);
    if (message == nullptr) continue;
    Flags flags = change == "FLAGS" ? given : message->flags;
    if (change == "+FLAGS") flags.insert(given.begin(), given.end());
    if (change == "-FLAGS")
      for (const std::string& flag : given) flags.erase(flag);
    if (!view_->folder().set_flags(message->uid, std::move(flags), view_.get()))
      return no("[LIMIT] too many flags");
    if (silent) continue;
    say("* " + std::to_string(index + 1) + " FETCH (FLAGS " + view_->flags(*message) +
        (uid_ ? " UID " + std::to_string(message->uid) : "") + ")");
  }
  done("OK STORE", uid_);
}

void ImapSession::copy(Scanner& scan) {
  transfer(scan, false);
}

void ImapSession::move(Scanner& scan) {
  transfer(scan, true);
}

void ImapSession::transfer(Scanner& scan, bool moving) {
  const auto indexes = message_set(scan);
  const std::string name = mailbox_name(scan);
  end(scan);
  if (moving && view_->read_only()) return no("[READ-ONLY] the mailbox was opened with EXAMINE");
  MailFolder* const to = user_->folder(name);
  if (to == nullptr) return no("[TRYCREATE] there is no such mailbox");
  std::vector<std::uint32_t> from;
  std::vector<std::uint32_t> made;
  for (const std::size_t index : indexes) {
    const StoredMessage* const found = view_->message(index);
    if (found == nullptr) continue;
    const StoredMessage message = *found;  // appending to the same folder moves it in memory
    const auto uid = to->append(message.content, message.internal_date, message.flags);
    if (!uid) {
      for (const std::uint32_t each : made) to->remove(each);  // all or none
      return no("[OVERQUOTA] there is no room for all of them");
    }
    from.push_back(message.uid);
    made.push_back(*uid);
  }
  const std::string code = made.empty()
                               ? ""
                               : "[COPYUID " + std::to_string(to->uid_validity()) + ' ' +
                                     imaplib::message_set(from) + ' ' + imaplib::message_set(made) + "] ";
  if (!moving) return done("OK " + code + "COPY");
  if (!code.empty()) say("* OK " + code + "moved");
  for (const std::uint32_t uid : from) {
    view_->folder().remove(uid, view_.get());
    out_->write(view_->expunged(uid));
  }
  done("OK MOVE");
}

}  // namespace porthole::hosts
