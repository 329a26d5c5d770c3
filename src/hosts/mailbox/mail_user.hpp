// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "hosts/mailbox/mail_folder.hpp"

namespace porthole::hosts {

/// Somebody with an account: a password and folders. Folder names are UTF-8 with `/` between the levels;
/// INBOX is always there, in whatever case it is asked for.
class MailUser {
 public:
  static constexpr std::size_t most_folders = 200;
  static constexpr std::size_t longest_folder_name = 200;
  using Folders = std::map<std::string, std::unique_ptr<MailFolder>, std::less<>>;

  MailUser(std::string name, std::string password, MailRoom& room);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& password() const { return password_; }

  [[nodiscard]] MailFolder& inbox() { return *folders_.find("INBOX")->second; }
  [[nodiscard]] const Folders& folders() const { return folders_; }
  /// Null where there is no such folder.
  [[nodiscard]] MailFolder* folder(std::string_view name);

  /// The new folder, with the levels above it; null when it exists, its name is no good, or there are too
  /// many.
  MailFolder* create(std::string_view name);
  /// Deletes a folder and its messages; false where there is none, and for INBOX.
  bool remove(std::string_view name);
  /// Renames a folder and those below it, INBOX not; false where that is not possible. Observers stay.
  bool rename(std::string_view from, std::string_view to);

  /// Names that a client has subscribed to (IMAP's LSUB); at most most_folders.
  std::set<std::string, std::less<>>& subscribed() { return subscribed_; }

 private:
  [[nodiscard]] static std::string canonical(std::string_view name);

  std::string name_;
  std::string password_;
  MailRoom& room_;
  Folders folders_;
  std::set<std::string, std::less<>> subscribed_ = {"INBOX"};
  std::uint32_t next_uid_validity_ = 1'700'000'000;
};

}  // namespace porthole::hosts
