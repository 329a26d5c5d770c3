// SPDX-License-Identifier: MIT
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/imap/session.hpp"
#include "cli/server_place.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::cli {
namespace {

using imaplib::IMAP4;

/// What append reads into memory at most.
constexpr std::size_t largest_message = std::size_t{256} * 1024 * 1024;

std::string contents(const std::string& file) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) throw Failure("cannot read " + file, Status::cannot_read);
  }
  std::istream& in = file == "-" ? std::cin : opened;
  std::string text;
  for (std::string piece(65536, '\0'); in.read(piece.data(), 65536) || in.gcount() > 0;) {
    text.append(piece, 0, static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest_message) throw Failure(file + " is larger than 256 MiB", Status::cannot_read);
  }
  return text;
}

struct AppendOptions : MailOptions {
  std::string flags;
};

int append(const AppendOptions& options) {
  std::string mailbox = options.mailbox.empty() ? parse_mail_place(options.place).mailbox : options.mailbox;
  if (mailbox.empty()) mailbox = "INBOX";
  const std::vector<std::string> standard_input = {"-"};
  return with_mail(options, [&](IMAP4& imap) {
    for (const std::string& file : options.words.empty() ? standard_input : options.words) {
      const auto answer = imap.append(mailbox, options.flags, "", contents(file));
      const std::string& uid = answer.code_argument;
      if (answer.code == "APPENDUID") std::cout << field(uid.substr(uid.find(' ') + 1)) << '\n';
    }
  });
}

int transfer(const MailOptions& options, bool moving) {
  return in_mailbox(options, !moving, [&](IMAP4& imap) {
    const std::string& set = options.words.at(0);
    const std::string& to = options.words.at(1);
    const auto copy = [&] { return options.numbers ? imap.copy(set, to) : imap.uid().copy(set, to); };
    if (!moving) {
      copy();
    } else if (imap.has("MOVE")) {
      if (options.numbers)
        imap.move(set, to);
      else
        imap.uid().move(set, to);
    } else {
      throw Failure("imap " + shown_place(options.place) +
                    ": the server has no MOVE (RFC 6851): copy, delete and expunge");
    }
  });
}

int store(const MailOptions& options, const std::string& command, const std::string& flags) {
  return in_mailbox(options, false, [&](IMAP4& imap) {
    const std::string& set = options.words.at(0);
    for (const auto& message :
         options.numbers ? imap.store(set, command, flags) : imap.uid().store(set, command, flags)) {
      if (!message.flags) continue;
      std::cout << (options.numbers ? message.number : message.uid.value_or(message.number)) << '\t';
      std::string all;
      for (const std::string& flag : *message.flags) all += (all.empty() ? "" : " ") + flag;
      std::cout << field(all) << '\n';
    }
  });
}

/// `+seen` adds \Seen, `-flagged` takes \Flagged away, `=draft` leaves it alone; keywords go as they are.
int flag(const MailOptions& options) {
  const std::string& change = options.words.at(1);
  if (change.size() < 2 || (change[0] != '+' && change[0] != '-' && change[0] != '='))
    throw Failure("imap: a change of flags is +NAME, -NAME or =NAME", Status::usage);
  std::string flags;
  for (std::size_t at = 1; at < change.size();) {
    const std::size_t end = std::min(change.find(',', at), change.size());
    const std::string name = change.substr(at, end - at);
    const std::string low = imaplib::lower(name);
    const bool system =
        low == "seen" || low == "answered" || low == "flagged" || low == "deleted" || low == "draft";
    flags += (flags.empty() ? "" : " ") + (system ? "\\" + name : name);
    at = end + 1;
  }
  return store(options, change[0] == '=' ? "FLAGS" : change.substr(0, 1) + "FLAGS", flags);
}

int remove(const MailOptions& options) {
  return in_mailbox(options, false, [&](IMAP4& imap) {
    const std::string& set = options.words.at(0);
    if (options.numbers)
      imap.store(set, "+FLAGS.SILENT", "\\Deleted");
    else
      imap.uid().store(set, "+FLAGS.SILENT", "\\Deleted");
  });
}

int expunge(const MailOptions& options) {
  return in_mailbox(options, false,
                    [&](IMAP4& imap) { std::cerr << imap.expunge().size() << " messages expunged\n"; });
}

CLI::App* add(CLI::App& imap, const char* name, const char* about, MailOptions& options) {
  auto* command = imap.add_subcommand(name, about);
  add_mail_options(*command, options);
  add_mailbox_options(*command, options);
  return command;
}

}  // namespace

void add_imap_changing(CLI::App& imap, Commands& commands) {
  auto more = std::make_shared<AppendOptions>();
  auto* in = add(imap, "append", "Put messages into a mailbox: their UIDs", *more);
  in->add_option("FILE", more->words, "Files with a message each (default: standard input)")
      ->option_text(plain);
  in->add_option("--flags", more->flags, "As \"\\Seen $Later\"")->type_name("FLAGS");
  commands.add(in, [more] { return append(*more); });

  for (const bool moving : {false, true}) {
    auto options = std::make_shared<MailOptions>();
    auto* command =
        add(imap, moving ? "move" : "copy",
            moving ? "Move messages to another mailbox" : "Copy messages to another mailbox", *options);
    command->add_option("SET TO", options->words, "Which, and where to")
        ->required()
        ->expected(2)
        ->option_text(plain);
    commands.add(command, [options, moving] { return transfer(*options, moving); });
  }
  auto options = std::make_shared<MailOptions>();
  auto* change =
      add(imap, "flag", "Change flags: seen, answered, flagged, deleted, draft, keywords", *options);
  change->add_option("SET CHANGE", options->words, "Which, and +seen, =flagged,$Later; -NAME after a --")
      ->required()
      ->expected(2)
      ->option_text(plain);
  commands.add(change, [options] { return flag(*options); });

  options = std::make_shared<MailOptions>();
  auto* gone = add(imap, "delete", "Mark messages as deleted", *options);
  gone->add_option("SET", options->words, "Which")->required()->expected(1)->option_text(plain);
  commands.add(gone, [options] { return remove(*options); });

  options = std::make_shared<MailOptions>();
  commands.add(add(imap, "expunge", "Remove the messages marked as deleted", *options),
               [options] { return expunge(*options); });
}

}  // namespace porthole::cli
