// SPDX-License-Identifier: MIT
// The `porthole` command: what holds for all commands; what each does stands in its own file.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/failure.hpp"

namespace {

using namespace porthole::cli;

CLI::Option* add_trace(CLI::App& app, TraceOptions& options) {
  auto* trace =
      app.add_option("--trace", options.file, "Record every socket call on standard error, or in FILE")
          ->option_text("[=FILE]")
          ->expected(0, 1);
  const auto* bytes =
      app.add_option("--trace-bytes", options.bytes, "Bytes shown of each transfer (default 64)")
          ->option_text("N|all")
          ->needs(trace)
          ->check([](const std::string& value) {
            const bool number = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
            return value == "all" || number ? "" : "a number or all, not " + value;
          });
  app.add_option_function<std::string>(
         "--trace-format",
         [&options, bytes](const std::string& format) {
           setenv("PORTHOLE_TRACE_FORMAT", format.c_str(), 1);
           if (format == "json" && bytes->count() == 0) options.bytes = "all";
         },
         "For people or for programs, which compare reads (default text)")
      ->option_text("text|json")
      ->needs(trace)
      ->check([](const std::string& value) {
        return value == "text" || value == "json" ? "" : "text or json, not " + value;
      });
  return trace;
}

/// How many of the arguments are this command's own: what follows `run NAME` is the program's, options
/// included.
int own_arguments(int argc, char** argv, const CLI::App& app) {
  const auto is_command = [&app](std::string_view word) {
    return !app.get_subcommands([word](const CLI::App* command) { return command->get_name() == word; })
                .empty();
  };
  int index = 1;
  while (index < argc && !is_command(argv[index])) ++index;
  if (index == argc || std::string_view(argv[index]) != "run") return argc;
  do ++index;
  while (index < argc && argv[index][0] == '-');
  return std::min(index + 1, argc);
}

/// Closed standard streams are opened on nothing: a socket in their place would be taken for them.
void keep_standard_streams() {
  for (int fd = open("/dev/null", O_RDWR); fd >= 0; fd = dup(fd)) {
    if (fd <= STDERR_FILENO) continue;
    close(fd);
    return;
  }
}

int dispatch(int argc, char** argv) {
  Commands commands;
  CLI::App app("Sockets in C++: the same programs natively and in the page.", "porthole");
  app.set_version_flag("--version", "porthole " PORTHOLE_VERSION);
  app.require_subcommand(1);
  app.fallthrough(false);
  const auto* trace = add_trace(app, commands.trace);
  add_commands(app, commands);
  const int own = own_arguments(argc, argv, app);
  try {
    app.parse(own, argv);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);
  } catch (const CLI::ParseError& error) {
    std::cerr << "porthole: " << error.what() << "\nTry: porthole --help\n";
    return usage_status;
  }
  commands.trace.wanted = trace->count() > 0;
  commands.rest.assign(argv + own, argv + argc);
  return commands.work(argv);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    keep_standard_streams();
    const int status = dispatch(argc, argv);
    if (!std::cout.flush()) throw Failure("write standard output: " + std::generic_category().message(errno));
    return status;
  } catch (const std::exception& problem) {
    std::cerr << "porthole: " << problem.what() << '\n';
    return exit_status(problem);
  }
}
