// SPDX-License-Identifier: MIT
#include "cli/gopher/gopher.hpp"

#include <csignal>
#include <memory>

#include "cli/failure.hpp"
#include "cli/json.hpp"
#include "cli/output.hpp"
#include "cli/reach.hpp"
#include "protocols/gopherlib.hpp"

namespace porthole::cli {
namespace {

using namespace gopherlib;

struct Options {
  std::string url;
  std::string query;
  std::string output;
  bool json = false;
  Reach reach;
};

Url place(const Options& options) {
  try {
    Url url = parse_url(options.url);
    if (!options.query.empty()) {
      url.search = options.query;
      if (url.type == A_MENU) url.type = A_INDEX;
    }
    if (url.type == A_INDEX && !url.search)
      throw Failure("gopher: what to search for? --query WORDS", Status::usage);
    if (url.type == A_TELNET || url.type == A_TN3270)
      throw Failure("gopher: that is a Telnet host: porthole telnet " + url.host, Status::usage);
    return url;
  } catch (const std::invalid_argument& problem) {
    throw Failure(std::string("gopher: ") + problem.what(), Status::malformed_url);
  }
}

std::string one_field(std::string text) {
  for (char& character : text)
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f) character = ' ';
  return text;
}

/// One item a line: its type, what people read, and where it leads.
void print_menu(const std::vector<Item>& items, const Options& options) {
  if (options.json) {
    Json list = Json::array();
    for (const Item& item : items)
      list.push_back({{"type", std::string(1, item.type)},
                      {"name", type_to_name(item.type)},
                      {"display", item.display},
                      {"selector", item.selector},
                      {"host", item.host},
                      {"port", item.port},
                      {"url", item_url(item)}});
    return print_json(list);
  }
  Output output(options.output);
  output.open();
  for (const Item& item : items)
    output.write(one_field(std::string(1, item.type)) + '\t' + one_field(item.display) + '\t' +
                 one_field(item_url(item)) + '\n');
  output.close();
}

int fetch(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const Url url = place(options);
  const auto network = options.reach.network();
  const Gopher gopher(url.host, url.port, options.reach.timeout_value(), *network);
  try {
    if (url.type == A_MENU) {
      print_menu(gopher.get_directory(url.selector), options);
    } else if (url.type == A_INDEX) {
      print_menu(gopher.search(url.selector, url.search.value_or("")), options);
    } else {
      Output output(options.output);
      output.open();
      const Sink sink = [&output](std::string_view part) { output.write(part); };
      if (is_text(url.type))
        gopher.get_textfile(url.selector, sink);
      else
        gopher.get_binary(url.selector, sink);
      output.close();
    }
  } catch (const GopherError& refusal) {
    const std::string message = refusal.what();
    throw Failure("gopher " + options.url + ": " + message,
                  message.starts_with("the server says") ? Status::not_found : Status::weird_reply);
  }
  return 0;
}

}  // namespace

void add_gopher(CLI::App& app, Commands& commands) {
  auto options = std::make_shared<Options>();
  auto* gopher = app.add_subcommand("gopher", "Fetch a Gopher menu, text, file or search");
  gopher->add_option("URL", options->url, "gopher://HOST/TYPE SELECTOR without the blank, or HOST")
      ->required()
      ->option_text(plain);
  gopher->add_option("-q,--query", options->query, "Words to search for")->type_name("WORDS");
  gopher->add_option("-o,--output", options->output, "Write to this file")->type_name("FILE");
  gopher->add_flag("--json", options->json, "Print a menu as JSON");
  add_reach(*gopher, options->reach);
  commands.add(gopher, [options] { return fetch(*options); });
}

}  // namespace porthole::cli
