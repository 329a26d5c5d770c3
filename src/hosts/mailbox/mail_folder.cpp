// SPDX-License-Identifier: MIT
#include "hosts/mailbox/mail_folder.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace porthole::hosts {

MailFolder::~MailFolder() {
  for (FolderObserver* observer : std::vector(observers_)) observer->deleted(*this);
  for (const StoredMessage& message : messages_) room_.left += message.content->size() + overhead;
}

std::vector<StoredMessage>::iterator MailFolder::position(std::uint32_t uid) {
  const auto found = std::ranges::lower_bound(messages_, uid, {}, &StoredMessage::uid);
  return found != messages_.end() && found->uid == uid ? found : messages_.end();
}

const StoredMessage* MailFolder::find(std::uint32_t uid) const {
  const auto found = std::ranges::lower_bound(messages_, uid, {}, &StoredMessage::uid);
  return found != messages_.end() && found->uid == uid ? &*found : nullptr;
}

bool MailFolder::has_room(std::size_t size) const {
  return size <= largest_message && size + overhead <= room_.left && messages_.size() < most_messages &&
         uid_next_ < std::numeric_limits<std::uint32_t>::max();
}

std::optional<std::uint32_t> MailFolder::append(Content content, std::int64_t internal_date, Flags flags) {
  if (!has_room(content->size()) || flags.size() > most_flags) return std::nullopt;
  room_.left -= content->size() + overhead;
  messages_.push_back({uid_next_++, std::move(content), std::move(flags), internal_date});
  for (FolderObserver* observer : std::vector(observers_)) observer->arrived(*this, messages_.back());
  return messages_.back().uid;
}

bool MailFolder::set_flags(std::uint32_t uid, Flags flags, const FolderObserver* by) {
  const auto message = position(uid);
  if (message == messages_.end() || flags.size() > most_flags) return false;
  if (message->flags == flags) return true;
  message->flags = std::move(flags);
  for (FolderObserver* observer : std::vector(observers_)) {
    if (observer != by) observer->flags_changed(*this, *message);
  }
  return true;
}

bool MailFolder::remove(std::uint32_t uid, const FolderObserver* by) {
  const auto message = position(uid);
  if (message == messages_.end()) return false;
  for (FolderObserver* observer : std::vector(observers_)) {
    if (observer != by) observer->removing(*this, *message);
  }
  room_.left += message->content->size() + overhead;
  messages_.erase(message);
  return true;
}

std::vector<std::uint32_t> MailFolder::take_recent() {
  std::vector<std::uint32_t> uids;
  for (StoredMessage& message : messages_) {
    if (std::exchange(message.recent, false)) uids.push_back(message.uid);
  }
  return uids;
}

bool MailFolder::lock() {
  return !std::exchange(locked_, true);
}

}  // namespace porthole::hosts
