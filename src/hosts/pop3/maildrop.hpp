// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hosts/mailbox/mail_world.hpp"

namespace porthole::hosts {

/// What one POP3 session sees of an inbox: the messages of the moment it was opened, each with a mark whether
/// it shall be removed. It holds the inbox's lock; without a commit() nothing changes.
class Maildrop {
 public:
  struct Entry {
    std::uint32_t uid = 0;
    Content content;
    std::size_t octets = 0;
    bool deleted = false;
  };

  /// Null while another session has the lock. `world` owns the inbox.
  static std::unique_ptr<Maildrop> open(std::shared_ptr<MailWorld> world, MailFolder& inbox);
  Maildrop(const Maildrop&) = delete;
  Maildrop& operator=(const Maildrop&) = delete;
  ~Maildrop() { inbox_.unlock(); }

  /// Entry n is message n + 1.
  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  /// How many are not marked, and their octets.
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] std::size_t octets() const;
  /// The same in every session (RFC 1939 section 7, UIDL).
  [[nodiscard]] std::string unique_id(const Entry& entry) const;

  /// For those who read the same mail by IMAP.
  void mark_seen(const Entry& entry);
  void reset();
  /// Removes what is marked.
  void commit();

 private:
  Maildrop(std::shared_ptr<MailWorld> world, MailFolder& inbox);

  std::shared_ptr<MailWorld> world_;
  MailFolder& inbox_;
  std::vector<Entry> entries_;
};

}  // namespace porthole::hosts
