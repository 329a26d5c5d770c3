// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/mailbox/mail_folder.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// How one session sees a folder: message numbers, which change only when the client is told, and what there
/// is to tell (RFC 3501 section 7.4.1 and 5.2).
class MailboxView : public FolderObserver {
 public:
  /// Called when there is something to tell.
  explicit MailboxView(MailFolder& folder, bool read_only, Outbox*& out, const bool& idle);
  ~MailboxView() override;

  [[nodiscard]] MailFolder& folder() const { return *folder_; }
  [[nodiscard]] bool gone() const { return folder_ == nullptr; }
  [[nodiscard]] bool read_only() const { return read_only_; }
  [[nodiscard]] std::size_t count() const { return uids_.size(); }
  [[nodiscard]] std::size_t recent_count() const;
  /// By index, from 0.
  [[nodiscard]] std::uint32_t uid(std::size_t index) const { return uids_[index]; }
  /// Null where others have expunged it.
  [[nodiscard]] const StoredMessage* message(std::size_t index) const;
  [[nodiscard]] bool recent(std::uint32_t uid) const { return recent_.contains(uid); }
  [[nodiscard]] std::string flags(const StoredMessage& message) const;

  /// Indexes of a set of numbers or UIDs, each once and in order. Throws std::invalid_argument for what is no
  /// set and, with numbers, for those that do not exist.
  [[nodiscard]] std::vector<std::size_t> indexes(std::string_view set, bool by_uid) const;

  /// Untagged EXISTS, RECENT, FETCH and, where those are allowed, EXPUNGE.
  std::string news(bool with_expunge);
  /// A message that this session has removed: the untagged EXPUNGE.
  std::string expunged(std::uint32_t uid);

  void arrived(MailFolder& folder, const StoredMessage& message) override;
  void removing(MailFolder& folder, const StoredMessage& message) override;
  void flags_changed(MailFolder& folder, const StoredMessage& message) override;
  void deleted(MailFolder& folder) override;

 private:
  void wake();

  MailFolder* folder_;
  bool read_only_;
  Outbox*& out_;
  const bool& idle_;
  std::vector<std::uint32_t> uids_;
  std::set<std::uint32_t> recent_;
  std::set<std::uint32_t> removed_;
  std::set<std::uint32_t> changed_;
  bool more_ = false;
};

}  // namespace porthole::hosts
