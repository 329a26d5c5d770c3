// SPDX-License-Identifier: MIT
// stat, list, uidl, capa.
#include <algorithm>
#include <iostream>
#include <map>

#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/pop3/maildrop_session.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/header_parser.hpp"

namespace porthole::cli {
namespace {

using namespace poplib;

struct ListOptions : MaildropOptions {
  bool fast = false;
};

void stat(POP3& pop, const MaildropOptions& options) {
  const Stat all = pop.stat();
  if (options.json) return print_json({{"messages", all.count}, {"octets", all.size}});
  std::cout << all.count << '\t' << all.size << '\n';
}

void uidl(POP3& pop, const MaildropOptions& options) {
  Json list = Json::array();
  for (const UniqueId& each : pop.uidl()) {
    if (options.json)
      list.push_back({{"number", each.number}, {"id", each.id}});
    else
      std::cout << each.number << '\t' << each.id << '\n';
  }
  if (options.json) print_json(list);
}

void capa(POP3& pop, const MaildropOptions& options) {
  Json object = Json::object();
  for (const auto& [name, arguments] : pop.capa()) {
    object[name] = arguments;
    if (options.json) continue;
    std::cout << name;
    for (const std::string& argument : arguments) std::cout << ' ' << argument;
    std::cout << '\n';
  }
  if (options.json) print_json(object);
}

/// A header for people, in one field of one line.
std::string readable(const email::Headers& headers, std::string_view name) {
  std::string text = email::decode_header(headers.get(name, ""));
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

void list(POP3& pop, const ListOptions& options) {
  std::map<MessageNumber, std::string> ids;
  if (options.json) {
    for (const UniqueId& each : pop.uidl()) ids[each.number] = each.id;
  }
  Json all = Json::array();
  for (const auto& [number, size] : pop.list()) {
    Json entry = {{"number", number}, {"octets", size}};
    if (options.json) entry["id"] = ids[number];
    if (!options.json) std::cout << number << '\t' << size;
    if (!options.fast) {
      const auto headers = email::parse_headers(pop.top(number, 0).text()).headers;
      for (const char* name : {"date", "from", "subject"}) {
        if (options.json)
          entry[name] = readable(headers, name);
        else
          std::cout << '\t' << readable(headers, name);
      }
    }
    if (options.json)
      all.push_back(entry);
    else
      std::cout << '\n';
  }
  if (options.json) print_json(all);
}

}  // namespace

void add_pop3_listing(CLI::App& pop3, Commands& commands) {
  auto all = std::make_shared<ListOptions>();
  auto* list_command = pop3.add_subcommand("list", "List messages: number, octets, date, from, subject");
  add_maildrop_options(*list_command, *all);
  list_command->add_flag("--fast", all->fast, "Only numbers and octets: nothing of the messages is fetched");
  list_command->add_flag("--json", all->json, "Print JSON, unique ids too");
  commands.add(list_command,
               [all] { return with_maildrop(*all, [&](POP3& pop, const Named&) { list(pop, *all); }); });

  const auto add = [&](const char* name, const char* help, void (*work)(POP3&, const MaildropOptions&),
                       bool with_login) {
    auto options = std::make_shared<MaildropOptions>();
    auto* command = pop3.add_subcommand(name, help);
    add_maildrop_options(*command, *options);
    command->add_flag("--json", options->json, "Print JSON");
    commands.add(command, [=] {
      return with_maildrop(*options, [&](POP3& pop, const Named&) { work(pop, *options); }, with_login);
    });
  };
  add("stat", "Count the messages and their octets", stat, true);
  add("uidl", "List the messages' unique ids", uidl, true);
  add("capa", "List what the server can do; no account is needed", capa, false);
}

}  // namespace porthole::cli
