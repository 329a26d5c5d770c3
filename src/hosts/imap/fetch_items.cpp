// SPDX-License-Identifier: MIT
#include "hosts/imap/fetch_items.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "protocols/imaplib/client.hpp"

namespace porthole::hosts {
namespace {

constexpr std::array simple = {"FLAGS",         "UID",  "INTERNALDATE", "RFC822.SIZE",   "ENVELOPE",
                               "BODYSTRUCTURE", "BODY", "RFC822",       "RFC822.HEADER", "RFC822.TEXT"};

/// `1.2.` off the front.
std::vector<unsigned> path(std::string_view& text) {
  std::vector<unsigned> found;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    unsigned number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || found.size() > 20) throw std::invalid_argument("no such section");
    found.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.'))
      text.remove_prefix(1);
    else
      break;
  }
  return found;
}

}  // namespace

FetchItems::FetchItems(imaplib::Scanner& scan) {
  if (!scan.accept('(')) {
    item(scan);
    return;
  }
  for (scan.blanks(); !scan.accept(')'); scan.blanks()) item(scan);
  if (items_.empty()) throw std::invalid_argument("nothing to fetch");
}

void FetchItems::item(imaplib::Scanner& scan) {
  if (items_.size() >= max_items) throw std::invalid_argument("too many items");
  const std::string name = scan.item_name();
  if (name.starts_with("BODY[") || name.starts_with("BODY.PEEK[")) {
    const imaplib::Raw raw{.wire = name, .streamed = {}};
    imaplib::Scanner inner(raw);
    inner.until('[');
    inner.expect('[');
    return section(inner, name.starts_with("BODY.PEEK["));
  }
  for (const std::string& each :
       name == "ALL"    ? std::vector<std::string>{"FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"}
       : name == "FAST" ? std::vector<std::string>{"FLAGS", "INTERNALDATE", "RFC822.SIZE"}
       : name == "FULL" ? std::vector<std::string>{"FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"}
                        : std::vector<std::string>{name})
    plain(each);
}

void FetchItems::plain(const std::string& name) {
  if (std::ranges::find(simple, name) == simple.end())
    throw std::invalid_argument("no such item: " + imaplib::excerpt(name));
  Item found{.name = name, .label = name};
  if (name == "RFC822" || name == "RFC822.TEXT") marks_ = true;
  if (name.starts_with("RFC822") && name != "RFC822.SIZE") {
    found.name = "BODY[]";
    found.section.text = name == "RFC822" ? "" : name.substr(7);
  }
  needs_tree_ =
      needs_tree_ || (name != "FLAGS" && name != "UID" && name != "INTERNALDATE" && name != "RFC822.SIZE");
  items_.push_back(std::move(found));
}

/// What stands within the brackets and behind them; all of it is in upper case already.
void FetchItems::section(imaplib::Scanner& scan, bool peek) {
  Item found{.name = "BODY[]", .label = {}};
  std::string_view words = scan.until(']');
  const std::string label(words);
  found.section.path = path(words);
  const std::size_t blank = std::min(words.find(' '), words.size());
  found.section.text = words.substr(0, blank);
  const std::string& text = found.section.text;
  const bool fields = text == "HEADER.FIELDS" || text == "HEADER.FIELDS.NOT";
  if (fields) {
    const imaplib::Raw raw{.wire = std::string(words.substr(std::min(blank + 1, words.size()))),
                           .streamed = {}};
    imaplib::Scanner names(raw);
    const imaplib::Value list = names.value();
    for (const imaplib::Value& each : list.items) found.section.fields.push_back(each.text);
    if (found.section.fields.empty() || !names.done())
      throw std::invalid_argument("HEADER.FIELDS wants names");
  } else if (blank != words.size() ||
             (!text.empty() && text != "HEADER" && text != "TEXT" && text != "MIME")) {
    throw std::invalid_argument("no such section");
  }
  scan.expect(']');
  found.label = "BODY[" + label + ']';
  if (scan.accept('<')) {
    const std::uint64_t from = scan.number();
    scan.expect('.');
    const std::uint64_t count = scan.number();
    scan.expect('>');
    if (count == 0) throw std::invalid_argument("a part of no bytes");
    found.partial.emplace(from, count);
    found.label += '<' + std::to_string(from) + '>';
  }
  if (!scan.done()) scan.fail("the end of the section");
  marks_ = marks_ || !peek;
  needs_tree_ = true;
  items_.push_back(std::move(found));
}

void FetchItems::add_uid() {
  if (std::ranges::find(items_, "UID", &Item::name) == items_.end())
    items_.insert(items_.begin(), {.name = "UID", .label = "UID"});
}

std::string FetchItems::value(const Item& item, const StoredMessage& message, const MimePart& tree,
                              const std::string& flags) {
  if (item.name == "FLAGS") return flags;
  if (item.name == "UID") return std::to_string(message.uid);
  if (item.name == "INTERNALDATE") return imaplib::Time2Internaldate(message.internal_date);
  if (item.name == "RFC822.SIZE") return std::to_string(message.content->size());
  if (item.name == "ENVELOPE") return imap_envelope(tree);
  if (item.name == "BODYSTRUCTURE") return imap_body(tree, true);
  if (item.name == "BODY") return imap_body(tree, false);
  auto bytes = section_bytes(tree, *message.content, item.section);
  if (bytes && item.partial) {
    const auto start = static_cast<std::size_t>(std::min<std::uint64_t>(item.partial->first, bytes->size()));
    bytes = bytes->substr(
        start, static_cast<std::size_t>(std::min<std::uint64_t>(item.partial->second, bytes->size())));
  }
  return bytes ? '{' + std::to_string(bytes->size()) + "}\r\n" + *bytes : "NIL";
}

std::string FetchItems::answer(const StoredMessage& message, const std::string& flags, bool seen) const {
  const MimePart tree = needs_tree_ ? mime_tree(*message.content) : MimePart{};
  std::string out;
  bool told = false;
  for (const Item& item : items_) {
    told = told || item.name == "FLAGS";
    out += (out.empty() ? "" : " ") + item.label + ' ' + value(item, message, tree, flags);
  }
  if (seen && !told) out += " FLAGS " + flags;
  return out;
}

}  // namespace porthole::hosts
