// SPDX-License-Identifier: MIT
#include "cli/tcp.hpp"

#include <unistd.h>

#include <csignal>
#include <iostream>
#include <memory>

#include "cli/dial.hpp"
#include "cli/failure.hpp"
#include "cli/relay.hpp"

namespace porthole::cli {

int tcp(const TcpOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed standard output is an error like any other
  Socket socket = dial(options.host, options.port, options.reach);
  if (options.verbose) std::cerr << "porthole: connected to " << socket.getpeername() << std::endl;
  try {
    Relay{socket.fileno(), STDIN_FILENO, STDOUT_FILENO, options.reach.timeout, options.crlf}.run();
  } catch (const Failure& failure) {
    throw Failure("tcp " + Address(options.host, options.port).to_string() + ": " + failure.what(),
                  failure.status());
  }
  return 0;
}

void add_tcp(CLI::App& app, Commands& commands) {
  auto options = std::make_shared<TcpOptions>();
  auto* tcp = app.add_subcommand("tcp", "Connect standard input and output to a host");
  tcp->add_option("HOST", options->host, "Name or address")->required()->option_text(plain);
  tcp->add_option("PORT", options->port, "Port number")
      ->required()
      ->option_text("(0-65535)")
      ->check(CLI::Range(0, 65535));
  add_reach(*tcp, options->reach);
  tcp->add_flag("--crlf", options->crlf, "Send each line with CR LF at its end");
  tcp->add_flag("-v,--verbose", options->verbose, "Say on standard error when the connection stands");
  commands.add(tcp, [options] { return cli::tcp(*options); });
}

}  // namespace porthole::cli
