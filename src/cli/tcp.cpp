// SPDX-License-Identifier: MIT
#include "cli/tcp.hpp"

#include <unistd.h>

#include <csignal>
#include <iostream>

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

}  // namespace porthole::cli
