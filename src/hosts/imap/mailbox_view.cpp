// SPDX-License-Identifier: MIT
#include "hosts/imap/mailbox_view.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace porthole::hosts {
namespace {

std::uint32_t bound(std::string_view text, std::uint32_t last) {
  if (text == "*") return last;
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number == 0)
    throw std::invalid_argument("not a set of messages");
  return number;
}

}  // namespace

MailboxView::MailboxView(MailFolder& folder, bool read_only, Outbox*& out, const bool& idle)
    : folder_(&folder), read_only_(read_only), out_(out), idle_(idle) {
  for (const StoredMessage& message : folder.messages()) {
    uids_.push_back(message.uid);
    if (read_only && message.recent) recent_.insert(message.uid);
  }
  // EXAMINE does not make messages old (RFC 3501 section 6.3.2).
  if (!read_only)
    for (const std::uint32_t uid : folder.take_recent()) recent_.insert(uid);
  folder.watch(*this);
}

MailboxView::~MailboxView() {
  if (folder_ != nullptr) folder_->unwatch(*this);
}

std::size_t MailboxView::recent_count() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(uids_, [&](std::uint32_t uid) { return recent_.contains(uid); }));
}

const StoredMessage* MailboxView::message(std::size_t index) const {
  return folder_ == nullptr ? nullptr : folder_->find(uids_[index]);
}

std::string MailboxView::flags(const StoredMessage& message) const {
  std::string out;
  for (const std::string& flag : message.flags) out += (out.empty() ? "" : " ") + flag;
  if (recent(message.uid)) out += out.empty() ? "\\Recent" : " \\Recent";
  return '(' + out + ')';
}

std::vector<std::size_t> MailboxView::indexes(std::string_view set, bool by_uid) const {
  std::vector<bool> wanted(uids_.size());
  const auto count = static_cast<std::uint32_t>(uids_.size());
  const std::uint32_t last = !by_uid ? count : uids_.empty() ? 0 : uids_.back();
  while (true) {
    const std::size_t comma = set.find(',');
    const std::string_view part = set.substr(0, comma);
    const std::size_t colon = part.find(':');
    std::uint32_t low = bound(part.substr(0, colon), last);
    std::uint32_t high = colon == std::string_view::npos ? low : bound(part.substr(colon + 1), last);
    if (low > high) std::swap(low, high);
    if (!by_uid && (high > count || low == 0)) throw std::invalid_argument("there is no such message");
    const auto first =
        by_uid ? static_cast<std::size_t>(std::ranges::lower_bound(uids_, low) - uids_.begin()) : low - 1;
    const auto end =
        by_uid ? static_cast<std::size_t>(std::ranges::upper_bound(uids_, high) - uids_.begin()) : high;
    for (std::size_t index = first; index < end; ++index) wanted[index] = true;
    if (comma == std::string_view::npos) break;
    set.remove_prefix(comma + 1);
  }
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < wanted.size(); ++index)
    if (wanted[index]) found.push_back(index);
  return found;
}

std::string MailboxView::expunged(std::uint32_t uid) {
  const auto place = std::ranges::lower_bound(uids_, uid);
  if (place == uids_.end() || *place != uid) return {};
  std::string out = "* " + std::to_string(place - uids_.begin() + 1) + " EXPUNGE\r\n";
  uids_.erase(place);
  recent_.erase(uid);
  changed_.erase(uid);
  return out;
}

std::string MailboxView::news(bool with_expunge) {
  if (folder_ == nullptr) return {};
  std::string out;
  if (with_expunge) {
    for (const std::uint32_t uid : removed_) out += expunged(uid);
    removed_.clear();
  }
  if (more_) {
    more_ = false;
    const std::uint32_t last = uids_.empty() ? 0 : uids_.back();
    for (const StoredMessage& message : folder_->messages())
      if (message.uid > last) {
        uids_.push_back(message.uid);
        if (message.recent) recent_.insert(message.uid);
      }
    if (!read_only_) folder_->take_recent();
    out += "* " + std::to_string(uids_.size()) + " EXISTS\r\n* " + std::to_string(recent_count()) +
           " RECENT\r\n";
  }
  for (const std::uint32_t uid : changed_) {
    const StoredMessage* message = folder_->find(uid);
    const auto place = std::ranges::lower_bound(uids_, uid);
    if (message == nullptr || place == uids_.end() || *place != uid) continue;
    out += "* " + std::to_string(place - uids_.begin() + 1) + " FETCH (UID " + std::to_string(uid) +
           " FLAGS " + flags(*message) + ")\r\n";
  }
  changed_.clear();
  return out;
}

void MailboxView::wake() {
  if (idle_ && out_ != nullptr) out_->more();
}

void MailboxView::arrived(MailFolder& /*folder*/, const StoredMessage& /*message*/) {
  more_ = true;
  wake();
}

void MailboxView::removing(MailFolder& /*folder*/, const StoredMessage& message) {
  removed_.insert(message.uid);
  wake();
}

void MailboxView::flags_changed(MailFolder& /*folder*/, const StoredMessage& message) {
  changed_.insert(message.uid);
  wake();
}

void MailboxView::deleted(MailFolder& /*folder*/) {
  folder_ = nullptr;
  wake();
}

}  // namespace porthole::hosts
