// SPDX-License-Identifier: MIT
#include "cli/telnet/telnet.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "cli/failure.hpp"
#include "cli/reach.hpp"
#include "cli/telnet/telnet_prompt.hpp"
#include "protocols/telnetlib.hpp"

namespace porthole::cli {
namespace {

using namespace telnetlib;

struct Options {
  std::string host;
  int port = TELNET_PORT;
  Reach reach;
  std::string terminal;
  std::string escape = "^]";
  bool binary = false;
  bool verbose = false;
};

/// "^]" is Ctrl-], "none" is no key at all, one character is itself.
std::optional<char> escape_key(const std::string& text) {
  if (text == "none") return std::nullopt;
  if (text.size() == 1) return text[0];
  if (text.size() == 2 && text[0] == '^' && text[1] >= '@' && text[1] <= '_')
    return static_cast<char>(text[1] & 0x1f);
  throw Failure("telnet: --escape takes a character, ^ and a capital (^]), or none", Status::usage);
}

std::string terminal_type(const Options& options) {
  if (!options.terminal.empty()) return options.terminal;
  const char* told = std::getenv("TERM");
  return isatty(STDIN_FILENO) == 1 && told != nullptr && *told != '\0' ? told : "dumb";
}

int run(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const auto escape = escape_key(options.escape);
  const auto network = options.reach.network();
  TelnetOptions wanted{.terminal_type = terminal_type(options), .binary = options.binary};
  if (options.verbose) wanted.watch = [](const std::string& words) { std::cerr << "[" << words << "]\r\n"; };
  Telnet telnet(options.host, options.port, options.reach.timeout_value(), wanted, *network);
  const bool person = isatty(STDIN_FILENO) == 1;
  if (person) {
    std::cerr << "Connected to " << telnet.stream().getpeername() << '.';
    if (escape) std::cerr << " Escape: " << options.escape << " (then quit, status, send AYT, ...).";
    std::cerr << '\n';
  }
  while (interact(telnet, {.escape = escape}) == Ended::by_escape) {
    if (!telnet_prompt(telnet, options.host)) return 0;
  }
  if (person) std::cerr << "Connection closed by the host.\n";
  return 0;
}

}  // namespace

void add_telnet(CLI::App& app, Commands& commands) {
  auto options = std::make_shared<Options>();
  auto* telnet = app.add_subcommand("telnet", "Work at a host with Telnet");
  telnet->add_option("HOST", options->host, "Name or address")->required()->option_text(plain);
  telnet->add_option("PORT", options->port, "Port number (default 23)")
      ->option_text("(0-65535)")
      ->check(CLI::Range(0, 65535));
  add_reach(*telnet, options->reach);
  telnet->add_option("-t,--terminal", options->terminal, "What to call the terminal (default: TERM)")
      ->type_name("TYPE");
  telnet->add_option("-e,--escape", options->escape, "The key that leaves (default ^]), or none")
      ->type_name("KEY");
  telnet->add_flag("-8,--binary", options->binary, "Ask for 8-bit data both ways");
  telnet->add_flag("-v,--verbose", options->verbose, "Show every word of the negotiation on standard error");
  commands.add(telnet, [options] { return run(*options); });
}

}  // namespace porthole::cli
