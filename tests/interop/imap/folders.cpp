// SPDX-License-Identifier: MIT
#include <algorithm>

#include "verbs.hpp"

namespace verbs {
namespace {

bool names(const std::vector<porthole::imaplib::MailboxInfo>& found, const std::string& name) {
  return std::ranges::any_of(found, [&](const auto& info) { return info.name == name; });
}

}  // namespace

void folders(const Place& place) {
  IMAP4 imap = place.connect();
  imap.create(place.folder);
  proved("CREATE");
  const std::string chinese = place.folder + "/工作 & “R&D” 😀";
  const std::string renamed = place.folder + "/归档";
  imap.create(chinese);
  require(names(imap.list(), chinese), "LIST knows " + chinese);
  const auto inbox = imap.list("", "INBOX");
  require(inbox.size() == 1 && inbox[0].delimiter == '/', "LIST of INBOX alone");
  proved("LIST");
  imap.subscribe(chinese);
  require(names(imap.lsub(), chinese), "LSUB knows " + chinese);
  proved("SUBSCRIBE");
  proved("LSUB");
  imap.unsubscribe(chinese);
  require(!names(imap.lsub(), chinese), "LSUB forgot " + chinese);
  proved("UNSUBSCRIBE");
  imap.rename(chinese, renamed);
  require(names(imap.list(), renamed) && !names(imap.list(), chinese),
          "the new name took the old one's place");
  proved("RENAME");
  const auto status = imap.status(renamed, "MESSAGES UIDNEXT UIDVALIDITY");
  agree(status.name, renamed, "the name in STATUS");
  agree(status.items.at("MESSAGES"), 0U, "messages of a new folder");
  require(status.items.at("UIDVALIDITY") > 0, "a UIDVALIDITY");
  proved("STATUS");
  imap.delete_(renamed);
  require(!names(imap.list(), renamed), "the folder is gone");
  proved("DELETE");
  proved("modified UTF-7");
  bool refused = false;
  try {
    imap.select(renamed);
  } catch (const IMAP4::error& problem) {
    refused = problem.status() == "NO";
  }
  require(refused, "SELECT of a deleted folder is refused");
  imap.logout();
}

}  // namespace verbs
