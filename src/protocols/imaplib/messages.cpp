// SPDX-License-Identifier: MIT
// The commands of the selected state, by numbers and by unique identifiers.

#include <limits>
#include <stdexcept>

#include "protocols/imaplib/client.hpp"
#include "protocols/imaplib/scan.hpp"
#include "protocols/stream/arguments.hpp"

namespace porthole::imaplib {
namespace {

/// About what a message takes in memory.
std::size_t cost(const Message& message) {
  std::size_t bytes = sizeof message + 512;
  for (const auto& [name, text] : message.texts) bytes += name.size() + (text ? text->size() : 0) + 64;
  for (const auto& [name, value] : message.others)
    bytes += 1024 + value.text.size() + value.items.size() * sizeof value;
  if (message.bodystructure || message.body || message.envelope) bytes += 8192;
  return bytes;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '\r' && text[index] != '\n') {
      out += text[index];
      continue;
    }
    if (text[index] == '\r' && index + 1 < text.size() && text[index + 1] == '\n') ++index;
    out += "\r\n";
  }
  return out;
}

Command fetch_command(std::string_view name, std::string_view set, std::string_view parts) {
  return Command(name).raw(message_set(set)).raw(parts, "parts of messages");
}

Command store_command(std::string_view name, std::string_view set, std::string_view command,
                      std::string_view flags) {
  const std::string what = upper(command);
  const std::string bare = what.ends_with(".SILENT") ? what.substr(0, what.size() - 7) : what;
  if (bare != "FLAGS" && bare != "+FLAGS" && bare != "-FLAGS")
    throw std::invalid_argument("STORE sets FLAGS, +FLAGS or -FLAGS, not " + excerpt(command));
  return Command(name).raw(message_set(set)).raw(what).raw(flag_list(flags));
}

}  // namespace

Response IMAP4::append(std::string_view mailbox, std::string_view flags, std::string_view date,
                       std::string_view message) {
  const bool binary = message.find('\0') != std::string_view::npos;
  if (binary && !has("BINARY"))
    throw std::invalid_argument("the message holds a NUL, and the server has no BINARY (RFC 3516)");
  Command command("APPEND");
  command.mailbox(mailbox);
  if (!flags.empty()) command.raw(flag_list(flags));
  if (!date.empty())
    command.raw(date.starts_with('"') ? std::string(date) : '"' + std::string(date) + '"', "date");
  command.literal(binary ? std::string(message) : with_crlf(message), binary);
  return run(command);
}

std::vector<std::uint32_t> IMAP4::find(std::string_view command, const Command& criteria,
                                       std::string_view charset) {
  Command whole{command};
  if (!charset.empty()) whole.raw("CHARSET").string(charset, "character set");
  whole.add(criteria);
  std::vector<std::uint32_t> found;
  run(whole, [&](Response& response) {
    if (response.name != "SEARCH" && response.name != "SORT" && response.name != "ESEARCH") return;
    if (found.size() + response.numbers.size() > max_answers)
      throw LimitError("the server found more than " + std::to_string(max_answers) + " messages");
    for (const std::uint64_t number : response.numbers) {
      if (number > std::numeric_limits<std::uint32_t>::max())
        throw error("the server found a message number beyond 32 bits");
      found.push_back(static_cast<std::uint32_t>(number));
    }
  });
  return found;
}

std::vector<std::uint32_t> IMAP4::search(std::string_view criteria, std::string_view charset) {
  return find("SEARCH", Command().raw(criteria, "search criteria"), charset);
}

std::vector<std::uint32_t> IMAP4::search(const Command& criteria, std::string_view charset) {
  return find("SEARCH", criteria, charset);
}

std::vector<std::uint32_t> IMAP4::sort(std::string_view order, std::string_view charset,
                                       std::string_view criteria) {
  Command command;
  command.raw(order.starts_with('(') ? std::string(order) : '(' + std::string(order) + ')', "sort order");
  command.string(charset, "character set").raw(criteria, "search criteria");
  return find("SORT", command, "");
}

std::vector<Message> IMAP4::messages(const Command& command) {
  std::vector<Message> found;
  std::size_t bytes = 0;
  run(command, [&](Response& response) {
    if (!response.message) return;
    bytes += cost(*response.message);
    if (bytes > max_fetched)
      throw LimitError("the server sent more than " + std::to_string(max_fetched) +
                       " bytes of messages at once");
    found.push_back(*std::move(response.message));
  });
  return found;
}

std::vector<Message> IMAP4::fetch(std::string_view set, std::string_view parts) {
  return messages(fetch_command("FETCH", set, parts));
}

void IMAP4::fetch(std::string_view set, std::string_view parts, const std::function<void(Message)>& use) {
  run(fetch_command("FETCH", set, parts), [&](Response& response) {
    if (response.message) use(*std::move(response.message));
  });
}

std::uint64_t IMAP4::into(Command command, std::uint32_t message, std::string_view part,
                          const Reader::Sink& sink, std::uint64_t most) {
  if (part.starts_with('(') || part.find('[') == std::string_view::npos)
    if (!upper(part).starts_with("RFC822"))
      throw std::invalid_argument("one text, as BODY.PEEK[1.2], not " + excerpt(part));
  command.raw(std::to_string(message)).raw(part, "part of a message");
  std::optional<std::uint64_t> size;
  const auto use = [&](Response& response) {
    if (!response.message) return;
    if (response.message->streamed) size = size.value_or(0) + *response.message->streamed;
    for (const auto& [name, text] : response.message->texts) {
      if (!text) continue;
      if (!text->empty()) sink(*text);
      size = size.value_or(0) + text->size();
    }
  };
  connection_.run_streaming(command, use, sink, most);
  if (!size)
    throw error("FETCH: the server sent no " + excerpt(part) + " of message " + std::to_string(message));
  return *size;
}

std::uint64_t IMAP4::fetch_into(std::uint32_t message, std::string_view part, const Reader::Sink& sink,
                                std::uint64_t most) {
  return into(Command("FETCH"), message, part, sink, most);
}

std::vector<Message> IMAP4::store(std::string_view set, std::string_view command, std::string_view flags) {
  return messages(store_command("STORE", set, command, flags));
}

Response IMAP4::with_set(std::string_view command, std::string_view set, std::string_view mailbox) {
  return run(Command(command).raw(message_set(set)).mailbox(mailbox));
}

Response IMAP4::copy(std::string_view set, std::string_view mailbox) {
  return with_set("COPY", set, mailbox);
}

Response IMAP4::move(std::string_view set, std::string_view mailbox) {
  return with_set("MOVE", set, mailbox);
}

std::vector<std::uint32_t> IMAP4::expunged(const Command& command) {
  std::vector<std::uint32_t> gone;
  run(command, [&](Response& response) {
    if (response.name == "EXPUNGE" && gone.size() < max_answers) gone.push_back(response.number);
  });
  return gone;
}

std::vector<std::uint32_t> IMAP4::expunge() {
  return expunged(Command("EXPUNGE"));
}

IMAP4::Uid IMAP4::uid() {
  return Uid(*this);
}

std::vector<std::uint32_t> IMAP4::Uid::search(std::string_view criteria, std::string_view charset) {
  return client_.find("UID SEARCH", Command().raw(criteria, "search criteria"), charset);
}

std::vector<std::uint32_t> IMAP4::Uid::search(const Command& criteria, std::string_view charset) {
  return client_.find("UID SEARCH", criteria, charset);
}

std::vector<Message> IMAP4::Uid::fetch(std::string_view set, std::string_view parts) {
  return client_.messages(fetch_command("UID FETCH", set, parts));
}

void IMAP4::Uid::fetch(std::string_view set, std::string_view parts,
                       const std::function<void(Message)>& use) {
  client_.run(fetch_command("UID FETCH", set, parts), [&](Response& response) {
    if (response.message) use(*std::move(response.message));
  });
}

std::uint64_t IMAP4::Uid::fetch_into(std::uint32_t uid, std::string_view part, const Reader::Sink& sink,
                                     std::uint64_t most) {
  return client_.into(Command("UID FETCH"), uid, part, sink, most);
}

std::vector<Message> IMAP4::Uid::store(std::string_view set, std::string_view command,
                                       std::string_view flags) {
  return client_.messages(store_command("UID STORE", set, command, flags));
}

Response IMAP4::Uid::copy(std::string_view set, std::string_view mailbox) {
  return client_.with_set("UID COPY", set, mailbox);
}

Response IMAP4::Uid::move(std::string_view set, std::string_view mailbox) {
  return client_.with_set("UID MOVE", set, mailbox);
}

std::vector<std::uint32_t> IMAP4::Uid::expunge(std::string_view set) {
  return client_.expunged(Command("UID EXPUNGE").raw(message_set(set)));
}

}  // namespace porthole::imaplib
