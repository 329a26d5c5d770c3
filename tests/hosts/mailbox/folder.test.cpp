// SPDX-License-Identifier: MIT
// A folder of the mail world: what its header promises to the POP3, IMAP and SMTP hosts.

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "hosts/mailbox/mail_folder.hpp"

using namespace porthole::hosts;

namespace {

Content letter(std::size_t size) {
  return std::make_shared<const std::string>(size, 'x');
}

/// Writes down what it is told.
struct Witness : FolderObserver {
  std::vector<std::string> told;

  void arrived(MailFolder& /*folder*/, const StoredMessage& message) override {
    told.push_back("arrived " + std::to_string(message.uid));
  }
  void removing(MailFolder& folder, const StoredMessage& message) override {
    const bool there = folder.find(message.uid) == &message;
    told.push_back((there ? "removing " : "gone ") + std::to_string(message.uid));
  }
  void flags_changed(MailFolder& /*folder*/, const StoredMessage& message) override {
    std::string flags;
    for (const std::string& flag : message.flags) flags += ' ' + flag;
    told.push_back("flags " + std::to_string(message.uid) + flags);
  }
  void deleted(MailFolder& /*folder*/) override { told.emplace_back("deleted"); }
};

using Told = std::vector<std::string>;
using Uids = std::vector<std::uint32_t>;

std::string many_flags(MailFolder& folder, std::size_t count) {
  Flags flags;
  for (std::size_t number = 0; number < count; ++number) flags.insert("k" + std::to_string(number));
  const bool appended = folder.append(letter(1), 0, flags).has_value();
  const bool set = folder.set_flags(1, flags);
  return std::string(appended ? "taken " : "refused ") + (set ? "set" : "refused");
}

}  // namespace

TEST_CASE("Messages keep their UIDs, and no UID comes twice") {
  MailRoom room{1'000'000};
  MailFolder folder(7, room);
  CHECK(folder.uid_validity() == 7);
  CHECK(folder.uid_next() == 1);
  const Content content = letter(3);
  CHECK(folder.append(content, 1234, {"\\Seen"}) == 1U);
  CHECK(folder.append(letter(4), 0) == 2U);
  CHECK(folder.append(letter(5), 0) == 3U);
  REQUIRE(folder.find(1) != nullptr);
  CHECK(folder.find(1)->content == content);
  CHECK(folder.find(1)->internal_date == 1234);
  CHECK(folder.find(1)->flags == Flags{"\\Seen"});
  CHECK(folder.remove(3));
  CHECK(folder.remove(1));
  CHECK_FALSE(folder.remove(1));
  CHECK(folder.find(1) == nullptr);
  CHECK(folder.find(0) == nullptr);
  CHECK(folder.uid_next() == 4);
  CHECK(folder.append(letter(6), 0) == 4U);
  Uids uids;
  for (const StoredMessage& message : folder.messages()) uids.push_back(message.uid);
  CHECK(uids == Uids{2, 4});
  CHECK(content->size() == 3);
}

TEST_CASE("Messages are recent until somebody was told") {
  MailRoom room{1'000'000};
  MailFolder folder(1, room);
  folder.append(letter(1), 0);
  folder.append(letter(1), 0);
  CHECK(folder.take_recent() == Uids{1, 2});
  CHECK(folder.take_recent().empty());
  folder.append(letter(1), 0);
  CHECK(folder.take_recent() == Uids{3});
}

TEST_CASE("Flags are replaced, up to a number") {
  MailRoom room{1'000'000};
  MailFolder folder(1, room);
  folder.append(letter(1), 0, {"\\Seen", "\\Deleted"});
  CHECK(folder.set_flags(1, {"$Forwarded"}));
  CHECK(folder.find(1)->flags == Flags{"$Forwarded"});
  CHECK_FALSE(folder.set_flags(2, {}));
  CHECK(many_flags(folder, MailFolder::most_flags + 1) == "refused refused");
  CHECK(folder.find(1)->flags == Flags{"$Forwarded"});
  CHECK(folder.messages().size() == 1);
  CHECK(many_flags(folder, MailFolder::most_flags) == "taken set");
}

TEST_CASE("What does not fit is refused") {
  MailRoom room{MailFolder::overhead * 3 + 100};
  MailFolder folder(1, room);
  MailFolder other(2, room);
  CHECK(folder.append(letter(60), 0));
  CHECK_FALSE(other.has_room(MailFolder::overhead + 41));
  CHECK_FALSE(other.append(letter(MailFolder::overhead + 41 + MailFolder::overhead), 0));
  CHECK(other.messages().empty());
  CHECK(other.uid_next() == 1);
  CHECK(other.append(letter(40 + MailFolder::overhead), 0));
  CHECK(room.left == 0);
  CHECK_FALSE(folder.has_room(0));
  CHECK(folder.remove(1));
  CHECK(room.left == MailFolder::overhead + 60);
  CHECK(other.append(letter(60), 0));
}

TEST_CASE("A message and a folder have a largest size") {
  MailRoom room{MailFolder::largest_message * 4};
  MailFolder folder(1, room);
  CHECK(folder.has_room(MailFolder::largest_message));
  CHECK_FALSE(folder.append(letter(MailFolder::largest_message + 1), 0));
  CHECK(folder.append(letter(MailFolder::largest_message), 0));
  CHECK(folder.remove(1));
  const Content one = letter(1);
  for (std::size_t count = 0; count < MailFolder::most_messages; ++count) folder.append(one, 0);
  CHECK(folder.messages().size() == MailFolder::most_messages);
  CHECK_FALSE(folder.append(one, 0));
  CHECK(folder.remove(2));
  CHECK(folder.append(one, 0) == MailFolder::most_messages + 2);
}

TEST_CASE("A folder that goes gives its room back") {
  MailRoom room{100'000};
  {
    MailFolder folder(1, room);
    folder.append(letter(1000), 0);
    CHECK(room.left == 100'000 - 1000 - MailFolder::overhead);
  }
  CHECK(room.left == 100'000);
}

TEST_CASE("Observers are told what others do, and not what they do themselves") {
  MailRoom room{100'000};
  Witness one;
  Witness two;
  {
    MailFolder folder(1, room);
    folder.watch(one);
    folder.watch(two);
    folder.append(letter(1), 0);
    folder.set_flags(1, {"\\Seen"}, &one);
    folder.set_flags(1, {"\\Seen"});  // as they are
    folder.set_flags(1, {"\\Deleted"});
    folder.remove(1, &two);
    folder.remove(1);
    folder.append(letter(1), 0);
    folder.unwatch(two);
    folder.append(letter(1), 0);
  }
  CHECK(one.told ==
        Told{"arrived 1", "flags 1 \\Deleted", "removing 1", "arrived 2", "arrived 3", "deleted"});
  CHECK(two.told == Told{"arrived 1", "flags 1 \\Seen", "flags 1 \\Deleted", "arrived 2"});
}

TEST_CASE("POP3's lock is for one") {
  MailRoom room{100'000};
  MailFolder folder(1, room);
  CHECK(folder.lock());
  CHECK_FALSE(folder.lock());
  folder.unlock();
  CHECK(folder.lock());
}
