// SPDX-License-Identifier: MIT
#include <iostream>

#include "cli/commands.hpp"
#include "cli/imap/session.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::cli {
namespace {

using imaplib::IMAP4;
using Options = std::shared_ptr<MailOptions>;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

int folders(const MailOptions& options, bool subscribed) {
  return with_mail(options, [&](IMAP4& imap) {
    const std::string pattern = options.words.empty() ? "*" : options.words[0];
    Json all = Json::array();
    for (const auto& info : subscribed ? imap.lsub("", pattern) : imap.list("", pattern)) {
      if (options.json)
        all.push_back({{"name", info.name},
                       {"delimiter", info.delimiter ? Json(std::string(1, *info.delimiter)) : Json()},
                       {"flags", info.flags}});
      else
        std::cout << field(info.name) << '\t' << field(joined(info.flags)) << '\n';
    }
    if (options.json) print_json(all);
  });
}

int status(const MailOptions& options) {
  return with_mail(options, [&](IMAP4& imap) {
    Json all = Json::array();
    const std::vector<std::string> inbox = {"INBOX"};
    for (const std::string& name : options.words.empty() ? inbox : options.words) {
      const auto found = imap.status(name);
      if (options.json) {
        Json one = {{"name", found.name}};
        for (const auto& [item, value] : found.items) one[imaplib::lower(item)] = value;
        all.push_back(one);
        continue;
      }
      std::cout << field(found.name);
      for (const auto& [item, value] : found.items) std::cout << '\t' << imaplib::lower(item) << ' ' << value;
      std::cout << '\n';
    }
    if (options.json) print_json(all);
  });
}

int capabilities(const MailOptions& options) {
  return with_mail(options, [&](IMAP4& imap) {
    if (options.json) {
      const Json all = {{"greeting", imap.welcome()},
                        {"capabilities", imap.capability()},
                        {"server", imap.has("ID") ? Json(imap.id()) : Json()}};
      return print_json(all);
    }
    for (const std::string& word : imap.capability()) std::cout << field(word) << '\n';
  });
}

/// A subcommand that does one thing to a folder named on the command line.
void add_deed(CLI::App& imap, Commands& commands, const std::string& name, const std::string& about,
              void (*deed)(IMAP4&, const std::string&)) {
  auto options = std::make_shared<MailOptions>();
  auto* command = imap.add_subcommand(name, about);
  add_mail_options(*command, *options);
  command->add_option("FOLDER", options->words, "Its name")->required()->expected(1, 100)->option_text(plain);
  commands.add(command, [options, deed] {
    return with_mail(*options, [&](IMAP4& client) {
      for (const std::string& folder : options->words) deed(client, folder);
    });
  });
}

}  // namespace

void add_imap_folders(CLI::App& imap, Commands& commands) {
  auto options = std::make_shared<MailOptions>();
  auto subscribed = std::make_shared<bool>(false);
  auto* list = imap.add_subcommand("folders", "List the mailboxes: name, flags");
  add_mail_options(*list, *options);
  list->add_option("PATTERN", options->words, "* is anything, % anything of one level")
      ->expected(0, 1)
      ->option_text(plain);
  list->add_flag("-s,--subscribed", *subscribed, "Only those subscribed to");
  list->add_flag("--json", options->json, "As JSON");
  commands.add(list, [options, subscribed] { return folders(*options, *subscribed); });

  options = std::make_shared<MailOptions>();
  auto* count = imap.add_subcommand("status", "Count a mailbox's messages without opening it");
  add_mail_options(*count, *options);
  count->add_option("FOLDER", options->words, "Mailboxes (default INBOX)")->option_text(plain);
  count->add_flag("--json", options->json, "As JSON");
  commands.add(count, [options] { return status(*options); });

  options = std::make_shared<MailOptions>();
  auto* can = imap.add_subcommand("capabilities", "What the server can do");
  add_mail_options(*can, *options);
  can->add_flag("--json", options->json, "As JSON");
  commands.add(can, [options] { return capabilities(*options); });

  add_deed(imap, commands, "create", "Make mailboxes",
           [](IMAP4& client, const std::string& name) { client.create(name); });
  add_deed(imap, commands, "remove", "Delete mailboxes with all their messages",
           [](IMAP4& client, const std::string& name) { client.delete_(name); });
  add_deed(imap, commands, "subscribe", "Subscribe to mailboxes",
           [](IMAP4& client, const std::string& name) { client.subscribe(name); });
  add_deed(imap, commands, "unsubscribe", "Unsubscribe from mailboxes",
           [](IMAP4& client, const std::string& name) { client.unsubscribe(name); });

  options = std::make_shared<MailOptions>();
  auto* rename = imap.add_subcommand("rename", "Give a mailbox another name");
  add_mail_options(*rename, *options);
  rename->add_option("FROM TO", options->words, "The old and the new name")
      ->required()
      ->expected(2)
      ->option_text(plain);
  commands.add(rename, [options] {
    return with_mail(*options, [&](IMAP4& client) { client.rename(options->words[0], options->words[1]); });
  });
}

}  // namespace porthole::cli
