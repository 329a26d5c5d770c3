// SPDX-License-Identifier: MIT
#include "hosts/imap/search_key.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "hosts/imap/search_text.hpp"
#include "protocols/email/dates.hpp"
#include "protocols/imaplib/client.hpp"
#include "protocols/imaplib/errors.hpp"

namespace porthole::hosts {
namespace {

using imaplib::upper;

constexpr std::int64_t day = 86400;

/// Seconds at the beginning of a day written as 1-Feb-1994.
std::int64_t date(imaplib::Scanner& scan) {
  const auto seconds = imaplib::Internaldate2seconds(scan.text() + " 00:00:00 +0000");
  if (!seconds) throw std::invalid_argument("not a date: write 1-Feb-1994");
  return *seconds;
}

std::string flag_of(std::string_view name) {
  constexpr std::array names = {"ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN"};
  const std::string_view bare = name.starts_with("UN") ? name.substr(2) : name;
  if (std::ranges::find(names, bare) == names.end()) return {};
  return '\\' + std::string(bare.substr(0, 1)) + imaplib::lower(bare.substr(1));
}

bool is_set(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789:,*") == std::string_view::npos;
}

bool has_keyword(const StoredMessage& message, const std::string& keyword) {
  return std::ranges::any_of(message.flags,
                             [&](const std::string& flag) { return imaplib::same(flag, keyword); });
}

}  // namespace

SearchProgram::SearchProgram(imaplib::Scanner& scan, const MailboxView& view) : view_(view) {
  for (scan.blanks(); !scan.done(); scan.blanks()) keys_.push_back(key(scan, 0));
  if (keys_.empty()) throw std::invalid_argument("nothing to search for");
}

SearchProgram::Key SearchProgram::list(imaplib::Scanner& scan, int depth) {
  Key all{.name = "AND"};
  for (scan.blanks(); !scan.accept(')'); scan.blanks()) all.keys.push_back(key(scan, depth + 1));
  return all;
}

SearchProgram::Key SearchProgram::key(imaplib::Scanner& scan, int depth) {
  if (++count_ > max_keys || depth > max_depth) throw std::invalid_argument("too many search keys");
  if (scan.accept('(')) return list(scan, depth);
  Key found{.name = upper(scan.word())};
  const std::string& name = found.name;
  constexpr std::array texts = {"BCC", "BODY", "CC", "FROM", "SUBJECT", "TEXT", "TO", "KEYWORD", "UNKEYWORD"};
  constexpr std::array dates = {"BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE"};
  constexpr std::array alone = {"ALL", "NEW", "OLD", "RECENT"};
  if (is_set(name)) {
    found.set = view_.indexes(name, false);
    found.name = "SET";
    return found;
  }
  if (!flag_of(name).empty() || std::ranges::find(alone, name) != alone.end()) return found;
  scan.expect(' ');
  if (std::ranges::find(texts, name) != texts.end()) {
    found.text = scan.text();
  } else if (name == "HEADER") {
    found.field = scan.text();
    scan.blanks();
    found.text = scan.text();
  } else if (name == "LARGER" || name == "SMALLER") {
    found.number = scan.number();
  } else if (std::ranges::find(dates, name) != dates.end()) {
    found.from = date(scan);
    found.to = found.from + day;
  } else if (name == "UID") {
    found.set = view_.indexes(scan.word(), true);
    found.name = "SET";
  } else if (name == "NOT") {
    found.keys.push_back(key(scan, depth + 1));
  } else if (name == "OR") {
    found.keys.push_back(key(scan, depth + 1));
    scan.blanks();
    found.keys.push_back(key(scan, depth + 1));
  } else {
    throw std::invalid_argument("unknown search key");
  }
  return found;
}

bool SearchProgram::fits(const StoredMessage& message, std::size_t index) const {
  return std::ranges::all_of(keys_, [&](const Key& key) { return fits(key, message, index); });
}

bool SearchProgram::fits(const Key& key, const StoredMessage& message, std::size_t index) const {
  const std::string& name = key.name;
  const auto one = [&](const Key& each) { return fits(each, message, index); };
  if (name == "ALL") return true;
  if (name == "AND") return std::ranges::all_of(key.keys, one);
  if (name == "OR") return std::ranges::any_of(key.keys, one);
  if (name == "NOT") return !one(key.keys[0]);
  if (name == "SET") return std::ranges::binary_search(key.set, index);
  if (const std::string flag = flag_of(name); !flag.empty())
    return message.flags.contains(flag) != name.starts_with("UN");
  if (name == "RECENT") return view_.recent(message.uid);
  if (name == "OLD") return !view_.recent(message.uid);
  if (name == "NEW") return view_.recent(message.uid) && !message.flags.contains("\\Seen");
  if (name == "KEYWORD") return has_keyword(message, key.text);
  if (name == "UNKEYWORD") return !has_keyword(message, key.text);
  if (name == "LARGER") return message.content->size() > key.number;
  if (name == "SMALLER") return message.content->size() < key.number;
  if (name == "BODY") return body_has(*message.content, key.text);
  if (name == "TEXT")
    return header_has(*message.content, "", key.text) || body_has(*message.content, key.text);
  if (name == "HEADER") return header_has(*message.content, key.field, key.text);
  if (name == "BEFORE") return message.internal_date < key.from;
  if (name == "ON") return message.internal_date >= key.from && message.internal_date < key.to;
  if (name == "SINCE") return message.internal_date >= key.from;
  if (name.starts_with("SENT")) {
    const auto sent = sent_day(*message.content);
    if (!sent) return false;
    return name == "SENTBEFORE" ? *sent < key.from
           : name == "SENTON"   ? *sent >= key.from && *sent < key.to
                                : *sent >= key.from;
  }
  return header_has(*message.content, name, key.text);
}

}  // namespace porthole::hosts
