// SPDX-License-Identifier: MIT
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/imap/session.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/server_place.hpp"
#include "protocols/email/encoded_words.hpp"

namespace porthole::cli {
namespace {

using imaplib::IMAP4;
using imaplib::Message;

std::string person(const std::vector<imaplib::EnvelopeAddress>& people) {
  if (people.empty()) return {};
  const auto& first = people.front();
  return first.name.empty() ? first.address()
                            : email::decode_header(first.name) + " <" + first.address() + '>';
}

Json people(const std::vector<imaplib::EnvelopeAddress>& all) {
  Json out = Json::array();
  for (const auto& each : all)
    out.push_back({{"name", email::decode_header(each.name)}, {"address", each.address()}});
  return out;
}

Json as_json(const Message& message) {
  const imaplib::Envelope envelope = message.envelope.value_or(imaplib::Envelope{});
  return {{"number", message.number},
          {"uid", message.uid ? Json(*message.uid) : Json()},
          {"flags", message.flags.value_or(std::vector<std::string>())},
          {"size", message.size.value_or(0)},
          {"received", message.internaldate.value_or("")},
          {"date", envelope.date},
          {"from", people(envelope.from)},
          {"to", people(envelope.to)},
          {"cc", people(envelope.cc)},
          {"subject", email::decode_header(envelope.subject)},
          {"message_id", envelope.message_id},
          {"in_reply_to", envelope.in_reply_to}};
}

std::string words(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& word : list) out += (out.empty() ? "" : " ") + word;
  return out;
}

int list(const MailOptions& options) {
  return in_mailbox(options, true, [&](IMAP4& imap) {
    Json all = Json::array();
    const auto show = [&](const Message& message) {
      if (!message.envelope) return;
      if (options.json) {
        all.push_back(as_json(message));
        return;
      }
      const std::uint32_t name = options.numbers ? message.number : message.uid.value_or(0);
      std::cout << name << '\t' << field(words(message.flags.value_or(std::vector<std::string>()))) << '\t'
                << message.size.value_or(0) << '\t' << field(message.internaldate.value_or("")) << '\t'
                << field(person(message.envelope->from)) << '\t'
                << field(email::decode_header(message.envelope->subject)) << '\n';
    };
    if (imap.selected().exists > 0)
      fetch(imap, options, options.words.empty() ? "1:*" : options.words[0],
            "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", show);
    if (options.json) print_json(all);
  });
}

int find(const MailOptions& options) {
  return in_mailbox(options, true, [&](IMAP4& imap) {
    const auto found = search(imap, options, options.words.empty() ? "ALL" : words(options.words));
    if (options.json) return print_json(Json(found));
    for (const std::uint32_t number : found) std::cout << number << '\n';
  });
}

struct FetchOptions : MailOptions {
  std::string output;
  std::string section;
  bool headers = false;
  bool mark = false;
  bool progress = false;
};

int get(const FetchOptions& options) {
  const std::string section = options.headers ? "HEADER" : options.section;
  const std::string part = (options.mark ? "BODY[" : "BODY.PEEK[") + section + ']';
  return in_mailbox(options, !options.mark, [&](IMAP4& imap) {
    Output output(options.output);
    // First which messages there are: each one's text then goes straight to the output, whatever its size.
    std::vector<std::pair<std::uint32_t, std::uint64_t>> wanted;
    fetch(imap, options, options.words.at(0), "(UID RFC822.SIZE)", [&](const Message& message) {
      if (message.size)
        wanted.emplace_back(options.numbers ? message.number : message.uid.value_or(0), *message.size);
    });
    if (wanted.empty())
      throw Failure("imap " + shown_place(options.place) + ": no message " + options.words[0],
                    Status::not_found);
    for (const auto& [name, size] : wanted) {
      Progress progress("message " + std::to_string(name),
                        section.empty() ? std::optional(size) : std::nullopt,
                        options.progress ? Progress::When::always : Progress::When::on_terminal);
      std::uint64_t done = 0;
      const auto sink = [&](std::string_view bytes) {
        output.write(bytes);
        progress.update(done += bytes.size());
      };
      if (options.numbers)
        imap.fetch_into(name, part, sink);
      else
        imap.uid().fetch_into(name, part, sink);
      if (options.progress) progress.finish();
    }
    output.close();
  });
}

}  // namespace

void add_imap_reading(CLI::App& imap, Commands& commands) {
  auto options = std::make_shared<MailOptions>();
  auto* all = imap.add_subcommand("list", "List messages: UID, flags, size, arrival, sender, subject");
  add_mail_options(*all, *options);
  all->add_option("SET", options->words, "Which, as 1:5,9,12:* (default: all)")
      ->expected(0, 1)
      ->option_text(plain);
  add_mailbox_options(*all, *options);
  all->add_flag("--json", options->json, "As JSON");
  commands.add(all, [options] { return list(*options); });

  options = std::make_shared<MailOptions>();
  auto* some = imap.add_subcommand("search", "Find messages: their UIDs, one a line");
  add_mail_options(*some, *options);
  some->add_option("CRITERIA", options->words, "As UNSEEN FROM ann SINCE 1-Jan-2026 (RFC 3501, default ALL)")
      ->option_text(plain);
  add_mailbox_options(*some, *options);
  some->add_flag("--json", options->json, "As JSON");
  commands.add(some, [options] { return find(*options); });

  auto more = std::make_shared<FetchOptions>();
  auto* one = imap.add_subcommand("fetch", "Read messages, as they are stored")->alias("cat");
  add_mail_options(*one, *more);
  one->add_option("SET", more->words, "Which, as 12 or 1:5,9")->required()->expected(1)->option_text(plain);
  add_mailbox_options(*one, *more);
  one->add_option("-o,--output", more->output, "Into a file instead of standard output")->type_name("FILE");
  one->add_option("-s,--section", more->section, "Only a part, as 2, 1.2, TEXT or 2.MIME")->type_name("PART");
  one->add_flag("--headers", more->headers, "Only the headers");
  one->add_flag("--mark", more->mark, "Mark them as seen");
  one->add_flag("--progress", more->progress, "Show progress although standard error is no terminal");
  commands.add(one, [more] { return get(*more); });
}

}  // namespace porthole::cli
