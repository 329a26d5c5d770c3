// SPDX-License-Identifier: MIT
#include "protocols/imaplib/parse.hpp"

#include <algorithm>
#include <array>

#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/mailbox_name.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::imaplib {
namespace {

constexpr std::array states = {"OK", "NO", "BAD", "BYE", "PREAUTH"};

bool is_state(std::string_view name) {
  return std::ranges::find(states, name) != states.end();
}

std::string readable_mailbox(const std::string& raw) {
  // A server that speaks UTF8=ACCEPT sends UTF-8, which no modified UTF-7 is.
  return decode_mailbox(raw).value_or(raw);
}

std::optional<char> delimiter(Scanner& scan) {
  const Value value = scan.value();
  if (value.is_nil()) return std::nullopt;
  if (value.text.size() != 1) scan.fail("a delimiter of one character before this");
  return value.text[0];
}

void state(Scanner& scan, Response& response) {
  scan.blanks();
  if (scan.accept('[')) {
    const std::string_view inner = scan.until(']');
    scan.expect(']');
    scan.blanks();
    const std::size_t blank = std::min(inner.find(' '), inner.size());
    response.code = upper(inner.substr(0, blank));
    response.code_argument = inner.substr(std::min(blank + 1, inner.size()));
  }
  response.text = scan.rest();
}

MailboxInfo mailbox(Scanner& scan) {
  MailboxInfo info;
  info.flags = scan.words();
  scan.blanks();
  info.delimiter = delimiter(scan);
  scan.blanks();
  info.raw = scan.text();
  info.name = readable_mailbox(info.raw);
  scan.rest();  // RFC 5258's extensions
  return info;
}

MailboxStatus mailbox_status(Scanner& scan) {
  MailboxStatus status{.name = readable_mailbox(scan.text()), .items = {}};
  scan.blanks();
  scan.expect('(');
  for (scan.blanks(); !scan.accept(')'); scan.blanks()) {
    const std::string item = scan.item_name();
    scan.blanks();
    // MAILBOXID and what may come are lists; only numbers are told here.
    if (scan.next_is('('))
      scan.value();
    else
      status.items[item] = scan.number();
  }
  return status;
}

std::vector<Namespace> namespaces(Scanner& scan) {
  std::vector<Namespace> found;
  const Value value = scan.value();
  for (const Value& each : value.items) {
    if (each.items.size() < 2) scan.fail("prefix and delimiter of a namespace before this");
    const std::string& letter = each.items[1].text;
    found.push_back({readable_mailbox(each.items[0].text),
                     letter.empty() ? std::nullopt : std::optional<char>(letter[0])});
  }
  scan.blanks();
  return found;
}

bool names_text(std::string_view item) {
  return item.starts_with("BODY[") || item.starts_with("BINARY[") || item == "RFC822" ||
         item == "RFC822.HEADER" || item == "RFC822.TEXT";
}

void fetch_item(Scanner& scan, const std::string& item, Message& message) {
  if (item == "UID") {
    message.uid = scan.number32();
  } else if (item == "FLAGS") {
    message.flags = scan.words();
  } else if (item == "INTERNALDATE") {
    message.internaldate = scan.text();
  } else if (item == "RFC822.SIZE") {
    message.size = scan.number();
  } else if (item == "ENVELOPE") {
    message.envelope = parse_envelope(scan.value());
  } else if (item == "BODYSTRUCTURE") {
    message.bodystructure = parse_body(scan.value());
  } else if (item == "BODY") {
    message.body = parse_body(scan.value());
  } else if (names_text(item)) {
    Value value = scan.value();
    if (value.is_list()) scan.fail("a string before this");
    if (value.streamed) message.streamed = message.streamed.value_or(0) + *value.streamed;
    auto& text = message.texts[item];
    if (!value.is_nil()) text = std::move(value.text);
  } else {
    message.others[item] = scan.value();
  }
}

Message fetch(Scanner& scan, std::uint32_t number) {
  Message message;
  message.number = number;
  scan.expect('(');
  for (scan.blanks(); !scan.accept(')'); scan.blanks()) {
    const std::string item = scan.item_name();
    scan.blanks();
    fetch_item(scan, item, message);
  }
  return message;
}

void words_to_end(Scanner& scan, std::vector<std::string>& words) {
  for (scan.blanks(); !scan.done(); scan.blanks()) {
    words.emplace_back(scan.word());
    if (words.back().empty()) scan.fail("a word");
  }
}

/// RFC 4731, which IMAP4rev2 answers with: of it all only the messages that were found.
void extended_search(Scanner& scan, std::vector<std::uint64_t>& numbers) {
  constexpr std::uint64_t most = 1'000'000;
  for (scan.blanks(); !scan.done(); scan.blanks()) {
    if (scan.next_is('(')) {
      scan.value();
      continue;
    }
    const std::string name = upper(scan.word());
    if (name.empty()) scan.fail("a word");
    if (name == "UID") continue;
    scan.blanks();
    if (name != "ALL") {
      scan.value();
      continue;
    }
    do {
      const std::uint64_t first = scan.number32();
      const std::uint64_t last = scan.accept(':') ? scan.number32() : first;
      if (last < first) scan.fail("a rising range before this");
      if (last - first >= most - numbers.size())
        throw LimitError("the server found more than " + std::to_string(most) + " messages");
      for (std::uint64_t number = first; number <= last; ++number) numbers.push_back(number);
    } while (scan.accept(','));
  }
}

void data(Scanner& scan, Response& response) {
  const std::string& name = response.name;
  if (name == "FETCH") {
    response.message = fetch(scan, response.number);
  } else if (name == "LIST" || name == "LSUB" || name == "XLIST") {
    response.mailbox = mailbox(scan);
  } else if (name == "STATUS") {
    response.status = mailbox_status(scan);
  } else if (name == "SEARCH" || name == "SORT") {
    for (; !scan.done() && !scan.next_is('('); scan.blanks()) response.numbers.push_back(scan.number());
    scan.rest();
  } else if (name == "ESEARCH") {
    extended_search(scan, response.numbers);
  } else if (name == "FLAGS") {
    response.words = scan.words();
  } else if (name == "CAPABILITY" || name == "ENABLED") {
    words_to_end(scan, response.words);
  } else if (name == "NAMESPACE") {
    response.namespaces.emplace();
    response.namespaces->personal = namespaces(scan);
    response.namespaces->others = namespaces(scan);
    response.namespaces->shared = namespaces(scan);
  } else {
    for (; !scan.done(); scan.blanks()) response.values.push_back(scan.value());
  }
}

}  // namespace

Response parse(const Raw& raw) {
  Scanner scan(raw);
  Response response;
  if (scan.accept('+')) {
    response.kind = Response::Kind::continuation;
    scan.accept(' ');
    response.text = scan.rest();
    return response;
  }
  const std::string first(scan.word());
  if (first.empty()) scan.fail("a tag");
  if (first != "*") {
    response.kind = Response::Kind::tagged;
    response.tag = first;
  }
  scan.blanks();
  std::string word(scan.word());
  if (!word.empty() &&
      std::ranges::all_of(word, [](char letter) { return letter >= '0' && letter <= '9'; })) {
    const Raw digits{.wire = word, .streamed = {}};
    response.number = Scanner(digits).number32();
    scan.blanks();
    word = scan.word();
  }
  response.name = upper(word);
  if (response.name.empty()) scan.fail("the name of a response");
  if (is_state(response.name)) {
    state(scan, response);
  } else {
    if (response.kind == Response::Kind::tagged) scan.fail("OK, NO or BAD before this");
    scan.blanks();
    data(scan, response);
    scan.blanks();
    if (!scan.done()) scan.fail("the end of the response");
  }
  return response;
}

bool Response::is_status() const {
  return is_state(name);
}

}  // namespace porthole::imaplib
