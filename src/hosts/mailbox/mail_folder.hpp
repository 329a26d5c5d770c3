// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hosts/mailbox/stored_message.hpp"

namespace porthole::hosts {

class MailFolder;

/// Is told what others do to a folder: for IMAP's untagged EXISTS, EXPUNGE and FETCH, and for IDLE. It may
/// wake its session (Outbox::more), and must not change the folder from within.
class FolderObserver {
 public:
  FolderObserver() = default;
  FolderObserver(const FolderObserver&) = delete;
  FolderObserver& operator=(const FolderObserver&) = delete;
  virtual ~FolderObserver() = default;

  virtual void arrived(MailFolder& folder, const StoredMessage& message) = 0;
  /// Called while the message is still there.
  virtual void removing(MailFolder& folder, const StoredMessage& message) = 0;
  virtual void flags_changed(MailFolder& folder, const StoredMessage& message) = 0;
  /// The folder was deleted; its address is not valid after this call.
  virtual void deleted(MailFolder& folder) = 0;
};

/// The room that all folders of the world share.
struct MailRoom {
  std::size_t left;
};

/// A folder of messages in the order of their UIDs: IMAP's mailbox, POP3's maildrop. Its size and count are
/// bounded; what does not fit is refused.
class MailFolder {
 public:
  static constexpr std::size_t most_messages = 5000;
  static constexpr std::size_t largest_message = std::size_t{10} * 1024 * 1024;
  static constexpr std::size_t most_flags = 32;
  /// What one message takes of the room beside its bytes.
  static constexpr std::size_t overhead = 512;

  MailFolder(std::uint32_t uid_validity, MailRoom& room) : uid_validity_(uid_validity), room_(room) {}
  MailFolder(const MailFolder&) = delete;
  MailFolder& operator=(const MailFolder&) = delete;
  ~MailFolder();

  [[nodiscard]] std::uint32_t uid_validity() const { return uid_validity_; }
  [[nodiscard]] std::uint32_t uid_next() const { return uid_next_; }
  [[nodiscard]] const std::vector<StoredMessage>& messages() const { return messages_; }
  /// Null where no message has this UID (now).
  [[nodiscard]] const StoredMessage* find(std::uint32_t uid) const;

  /// Whether a message of this size would be taken.
  [[nodiscard]] bool has_room(std::size_t size) const;
  /// Adds a message under the next UID, which is returned; nothing when there is no room.
  std::optional<std::uint32_t> append(Content content, std::int64_t internal_date, Flags flags = {});
  /// Replaces a message's flags; false where there is no such message or there are too many flags. `by` is
  /// not told.
  bool set_flags(std::uint32_t uid, Flags flags, const FolderObserver* by = nullptr);
  /// Removes a message for good; false where there is none. `by` is not told.
  bool remove(std::uint32_t uid, const FolderObserver* by = nullptr);
  /// UIDs that no session was told of as \Recent yet; from now on they are not recent.
  std::vector<std::uint32_t> take_recent();

  /// From now on the observer is told, until unwatch or deleted().
  void watch(FolderObserver& observer) { observers_.push_back(&observer); }
  void unwatch(FolderObserver& observer) { std::erase(observers_, &observer); }

  /// POP3's exclusive access (RFC 1939 section 4): false when another session has it.
  bool lock();
  void unlock() { locked_ = false; }

 private:
  std::vector<StoredMessage>::iterator position(std::uint32_t uid);

  std::uint32_t uid_validity_;
  std::uint32_t uid_next_ = 1;
  MailRoom& room_;
  std::vector<StoredMessage> messages_;
  std::vector<FolderObserver*> observers_;
  bool locked_ = false;
};

}  // namespace porthole::hosts
