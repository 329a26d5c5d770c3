// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hosts/imap/describe.hpp"
#include "hosts/mailbox/stored_message.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::hosts {

/// What a FETCH asks for (RFC 3501 section 6.4.5).
class FetchItems {
 public:
  static constexpr std::size_t max_items = 50;

  /// Throws imaplib::error and std::invalid_argument for what cannot be fetched.
  explicit FetchItems(imaplib::Scanner& scan);

  void add_uid();
  /// Whether a message becomes \Seen by it.
  [[nodiscard]] bool marks() const { return marks_; }
  /// All of a message; `seen` tells that its flags have just changed.
  [[nodiscard]] std::string answer(const StoredMessage& message, const std::string& flags, bool seen) const;

 private:
  struct Item {
    /// FLAGS, UID, … or BODY[] for a section.
    std::string name;
    /// As the answer calls it.
    std::string label;
    Section section = {};
    std::optional<std::pair<std::uint64_t, std::uint64_t>> partial = {};
  };
  void item(imaplib::Scanner& scan);
  void section(imaplib::Scanner& scan, bool peek);
  void plain(const std::string& name);
  [[nodiscard]] static std::string value(const Item& item, const StoredMessage& message, const MimePart& tree,
                                         const std::string& flags);

  std::vector<Item> items_;
  bool marks_ = false;
  bool needs_tree_ = false;
};

}  // namespace porthole::hosts
