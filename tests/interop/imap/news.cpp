// SPDX-License-Identifier: MIT
#include <algorithm>

#include "verbs.hpp"

namespace verbs {
namespace {

using Numbers = std::vector<std::uint32_t>;

std::string note(const std::string& subject) {
  return "From: a@mail.test\r\nSubject: " + subject +
         "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n报告 of " + subject + "\r\n";
}

}  // namespace

void changes(const Place& place) {
  IMAP4 imap = place.connect();
  const std::string other = place.folder + "/other";
  imap.create(other);
  imap.select(place.folder);
  for (const char* subject : {"one", "two", "three", "four"})
    imap.append(place.folder, "", "", note(subject));
  imap.check();
  proved("CHECK");
  imap.noop();
  agree(imap.selected().exists, 5U, "what EXISTS said");
  require(imap.search("SUBJECT two") == Numbers{3}, "SEARCH finds one");
  using porthole::imaplib::Command;
  require(imap.search(Command("BODY").string("报告"), "UTF-8") == Numbers{2, 3, 4, 5}, "SEARCH in Chinese");
  require(imap.search("FROM nobody").empty(), "SEARCH finds none");
  proved("SEARCH");
  if (imap.has("SORT")) {
    require(imap.sort("SUBJECT", "UTF-8", "2:5") == Numbers{5, 2, 4, 3}, "SORT by subject");
    proved("SORT");
  }
  const auto uids = imap.uid().search("2:5");
  agree(uids.size(), 4U, "UID SEARCH");
  proved("UID SEARCH");
  const auto stored = imap.store("2:3", "+FLAGS", "\\Flagged $Porthole");
  require(stored.size() == 2 && stored[1].has_flag("$porthole"), "STORE answers with the flags");
  require(imap.store("2", "-FLAGS.SILENT", "$Porthole").empty(), "a silent STORE is silent");
  require(imap.search("KEYWORD $Porthole") == Numbers{3}, "the flags are stored");
  proved("STORE");
  const std::string second = std::to_string(uids[1]);
  imap.uid().store(second, "FLAGS", "(\\Seen)");
  proved("UID STORE");
  const auto fetched = imap.uid().fetch(second, "FLAGS").at(0);
  require(fetched.uid == uids[1] && fetched.has_flag("\\seen") && !fetched.has_flag("\\Flagged"),
          "UID FETCH");
  proved("UID FETCH");
  agree(imap.copy("2:3", other).code, "COPYUID", "the code of COPY");
  proved("COPY");
  imap.uid().copy(std::to_string(uids[2]), other);
  proved("UID COPY");
  agree(imap.status(other, "MESSAGES").items.at("MESSAGES"), 3U, "copies");
  imap.move("2", other);
  proved("MOVE");
  imap.uid().move(std::to_string(uids[3]), other);
  proved("UID MOVE");
  agree(imap.status(other, "MESSAGES").items.at("MESSAGES"), 5U, "copies and moved ones");
  agree(imap.selected().exists, 3U, "what is left");
  imap.store("2:3", "+FLAGS", "\\Deleted");
  require(imap.uid().expunge(second) == Numbers{2}, "UID EXPUNGE of one");
  proved("UID EXPUNGE");
  require(imap.expunge() == Numbers{2}, "EXPUNGE of the rest");
  proved("EXPUNGE");
  imap.store("1", "+FLAGS", "\\Deleted");
  imap.close();
  agree(imap.status(place.folder, "MESSAGES").items.at("MESSAGES"), 0U, "CLOSE expunges");
  proved("CLOSE");
  imap.delete_(other);
  imap.logout();
}

void news(const Place& place) {
  IMAP4 imap = place.connect();
  IMAP4 sender = place.connect();
  imap.select(place.folder);
  {
    auto idler = imap.idle(porthole::seconds(30.0));
    require(!idler.next(porthole::seconds(0.2)), "nothing happens at first");
    sender.append(place.folder, "", "", note("news"));
    bool arrived = false;
    while (!arrived) {
      const auto response = idler.next();
      require(response.has_value(), "IDLE tells of the message within 30 seconds");
      arrived = response->name == "EXISTS" && response->number == 1;
    }
    idler.done();
  }
  require(imap.fetch("1", "BODY.PEEK[]").at(0).text() == note("news"), "the message that came");
  {
    const auto left = imap.idle(porthole::seconds(0.1));
  }
  imap.noop();
  proved("IDLE");
  sender.logout();
  imap.close();
}

}  // namespace verbs
