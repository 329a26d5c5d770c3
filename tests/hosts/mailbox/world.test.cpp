// SPDX-License-Identifier: MIT
// The users of mail.test, their folders and addresses.

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "hosts/mailbox/mail_world.hpp"

using namespace porthole::hosts;

namespace {

std::vector<std::string> names(const MailUser& user) {
  std::vector<std::string> names;
  for (const auto& [name, folder] : user.folders()) names.push_back(name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("INBOX is always there, in whatever case") {
  MailRoom room{1'000'000};
  MailUser user("ann", "secret", room);
  CHECK(names(user) == Names{"INBOX"});
  CHECK(user.folder("inBox") == &user.inbox());
  CHECK(user.create("inbox") == nullptr);
  CHECK_FALSE(user.remove("Inbox"));
  CHECK_FALSE(user.rename("INBOX", "old"));
  CHECK(user.folder("INBOXES") == nullptr);
  REQUIRE(user.create("inbox/今天") != nullptr);
  CHECK(user.folder("INBOX/今天") == user.folder("InBoX/今天"));
  CHECK(names(user) == Names{"INBOX", "INBOX/今天"});
}

TEST_CASE("Folders are made with the levels above them") {
  MailRoom room{1'000'000};
  MailUser user("ann", "secret", room);
  MailFolder* const folder = user.create("a/b/c");
  REQUIRE(folder != nullptr);
  CHECK(names(user) == Names{"INBOX", "a", "a/b", "a/b/c"});
  CHECK(user.create("a/b") == nullptr);
  for (const std::string& bad :
       Names{"", "/a", "a/", "a//b", "a\nb", "a\x7F", std::string(MailUser::longest_folder_name + 1, 'n')})
    CHECK(user.create(bad) == nullptr);
  CHECK(user.create(std::string(MailUser::longest_folder_name, 'n')) != nullptr);
  CHECK(user.folder("A") == nullptr);
}

TEST_CASE("There are so many folders and no more") {
  MailRoom room{1'000'000};
  MailUser user("ann", "secret", room);
  for (std::size_t count = 1; count < MailUser::most_folders - 1; ++count) user.create(std::to_string(count));
  CHECK(user.create("a/b") == nullptr);
  CHECK(user.folder("a") == nullptr);
  CHECK(user.create("a") != nullptr);
  CHECK(user.create("b") == nullptr);
  CHECK(user.folders().size() == MailUser::most_folders);
}

TEST_CASE("A folder made again has another UIDVALIDITY") {
  MailRoom room{1'000'000};
  MailUser user("ann", "secret", room);
  const std::uint32_t before = user.create("a")->uid_validity();
  user.folder("a")->append(std::make_shared<const std::string>("text"), 0);
  CHECK(room.left < 1'000'000);
  CHECK(user.remove("a"));
  CHECK_FALSE(user.remove("a"));
  CHECK(room.left == 1'000'000);
  CHECK(user.create("a")->uid_validity() > before);
}

TEST_CASE("A renamed folder takes along what is below it, and its observers' folder stays the same") {
  MailRoom room{1'000'000};
  MailUser user("ann", "secret", room);
  MailFolder* const deep = user.create("a/b");
  user.create("ab");
  CHECK(user.rename("a", "x/y"));
  CHECK(names(user) == Names{"INBOX", "ab", "x", "x/y", "x/y/b"});
  CHECK(user.folder("x/y/b") == deep);
  CHECK_FALSE(user.rename("x", "x/y/z"));
  CHECK_FALSE(user.rename("x", "ab"));
  CHECK_FALSE(user.rename("nowhere", "z"));
  CHECK_FALSE(user.rename("x", "z/"));
  CHECK_FALSE(user.rename("x", std::string(MailUser::longest_folder_name - 3, 'n')));
  CHECK(names(user) == Names{"INBOX", "ab", "x", "x/y", "x/y/b"});
}

TEST_CASE("Renaming makes no more folders than there may be") {
  MailRoom room{1'000'000};
  MailUser user("ann", "secret", room);
  for (std::size_t count = 1; count < MailUser::most_folders; ++count) user.create(std::to_string(count));
  CHECK(user.folders().size() == MailUser::most_folders);
  const Names before = names(user);
  CHECK_FALSE(user.rename("1", "a/b"));
  CHECK(names(user) == before);
  CHECK(user.rename("1", "a"));
  CHECK(user.remove("2"));
  CHECK(user.rename("a", "b/c"));
  CHECK(user.folder("b") != nullptr);
  CHECK(user.folders().size() == MailUser::most_folders);
}

TEST_CASE("The world knows its users and their addresses") {
  const MailWorld world;
  MailUser* const learner = world.find("learner");
  MailUser* const student = world.find("学生");
  REQUIRE((learner != nullptr && student != nullptr));
  CHECK(world.find("nobody") == nullptr);
  CHECK(world.authenticate("learner", "secret") == learner);
  CHECK(world.authenticate("learner", "Secret") == nullptr);
  CHECK(world.authenticate("nobody", "secret") == nullptr);
  CHECK(world.recipient("Learner@MAIL.test") == learner);
  CHECK(world.recipient("学生@mail.test") == student);
  CHECK(world.recipient("postmaster@mail.test") == learner);
  CHECK(world.recipient("Postmaster") == learner);
  for (const char* other : {"", "@", "learner", "learner@", "learner@elsewhere.test", "nobody@mail.test",
                            "postmaster@elsewhere.test", "@mail.test", "learner@mail.test@mail.test"})
    CHECK(world.recipient(other) == nullptr);
}

TEST_CASE("A fresh account has letters whose lines end in CR LF") {
  const MailWorld world;
  MailUser& learner = *world.find("learner");
  CHECK(names(learner) == Names{"Drafts", "INBOX", "Sent", "Trash", "课程", "课程/网络"});
  CHECK(learner.subscribed().size() == learner.folders().size());
  CHECK(learner.inbox().messages().size() == 5);
  for (const StoredMessage& message : learner.inbox().messages()) {
    const std::string& text = *message.content;
    CHECK(text.starts_with("From: "));
    CHECK(text.ends_with("\r\n"));
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\n' && text[at - 1] != '\r') FAIL("a bare LF in message " << message.uid);
    }
  }
  CHECK(world.find("teacher")->inbox().messages().empty());
}
