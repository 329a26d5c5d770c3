// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hosts/imap/mailbox_view.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::hosts {

/// The keys of a SEARCH (RFC 3501 section 6.4.4), all of which a message has to fit. Texts are found whatever
/// the case of ASCII letters, in headers and bodies as people read them: encoded words and transfer encodings
/// undone.
class SearchProgram {
 public:
  static constexpr int max_keys = 30;
  static constexpr int max_depth = 20;

  /// Throws imaplib::error for what is no key, std::invalid_argument for what is no set of messages.
  SearchProgram(imaplib::Scanner& scan, const MailboxView& view);

  [[nodiscard]] bool fits(const StoredMessage& message, std::size_t index) const;

 private:
  struct Key {
    std::string name;
    std::string text = {};
    std::string field = {};
    std::uint64_t number = 0;
    std::int64_t from = 0, to = 0;
    std::vector<std::size_t> set = {};
    std::vector<Key> keys = {};
  };
  Key key(imaplib::Scanner& scan, int depth);
  Key list(imaplib::Scanner& scan, int depth);
  [[nodiscard]] bool fits(const Key& key, const StoredMessage& message, std::size_t index) const;

  const MailboxView& view_;
  std::vector<Key> keys_;
  int count_ = 0;
};

/// Whether the text occurs, whatever the case of ASCII letters.
bool occurs(std::string_view text, std::string_view wanted);

}  // namespace porthole::hosts
