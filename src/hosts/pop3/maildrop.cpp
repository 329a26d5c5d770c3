// SPDX-License-Identifier: MIT
#include "hosts/pop3/maildrop.hpp"

#include <algorithm>
#include <utility>

#include "hosts/pop3/message_lines.hpp"

namespace porthole::hosts {

std::unique_ptr<Maildrop> Maildrop::open(std::shared_ptr<MailWorld> world, MailFolder& inbox) {
  if (!inbox.lock()) return nullptr;
  return std::unique_ptr<Maildrop>(new Maildrop(std::move(world), inbox));
}

Maildrop::Maildrop(std::shared_ptr<MailWorld> world, MailFolder& inbox)
    : world_(std::move(world)), inbox_(inbox) {
  for (const StoredMessage& message : inbox.messages())
    entries_.push_back({message.uid, message.content, octets_of(*message.content)});
}

std::size_t Maildrop::count() const {
  return static_cast<std::size_t>(std::ranges::count(entries_, false, &Entry::deleted));
}

std::size_t Maildrop::octets() const {
  std::size_t sum = 0;
  for (const Entry& entry : entries_) sum += entry.deleted ? 0 : entry.octets;
  return sum;
}

std::string Maildrop::unique_id(const Entry& entry) const {
  return std::to_string(inbox_.uid_validity()) + '.' + std::to_string(entry.uid);
}

void Maildrop::mark_seen(const Entry& entry) {
  const StoredMessage* message = inbox_.find(entry.uid);
  if (message == nullptr) return;
  Flags flags = message->flags;
  flags.insert("\\Seen");
  inbox_.set_flags(entry.uid, std::move(flags));
}

void Maildrop::reset() {
  for (Entry& entry : entries_) entry.deleted = false;
}

void Maildrop::commit() {
  for (const Entry& entry : entries_) {
    if (entry.deleted) inbox_.remove(entry.uid);
  }
}

}  // namespace porthole::hosts
