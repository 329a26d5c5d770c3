// SPDX-License-Identifier: MIT
// The `porthole` command: options and commands; what each does stands in its own file.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <iostream>
#include <system_error>

#include "cli/failure.hpp"
#include "cli/get.hpp"
#include "cli/hosts_command.hpp"
#include "cli/places.hpp"
#include "cli/run.hpp"
#include "cli/tcp.hpp"
#include "cli/trace_options.hpp"
#include "hosts/practice.hpp"

namespace {

using namespace porthole::cli;

/// Everything the command line can say.
struct Options {
  TraceOptions trace;
  TcpOptions tcp;
  GetOptions get;
  bool inet = false;
  bool inet6 = false;
  std::string map;
  std::string program;
  bool list = false;
};

/// In the help: the name alone, without the parser's words for its type and rules.
constexpr const char* plain = " ";

void add_reach(CLI::App& command, Options& options, Reach& reach) {
  auto* inet = command.add_flag("-4,--ipv4", options.inet, "Use IPv4 addresses only")->option_text(plain);
  command.add_flag("-6,--ipv6", options.inet6, "Use IPv6 addresses only")->option_text(plain)->excludes(inet);
  command
      .add_option("--timeout", reach.timeout, "Give up when nothing happens for so long, connecting included")
      ->option_text("SECONDS")
      ->check(CLI::PositiveNumber);
}

CLI::App* add_tcp(CLI::App& app, Options& options) {
  auto* tcp = app.add_subcommand("tcp", "Connect standard input and output to a host");
  tcp->add_option("HOST", options.tcp.host, "Name or address")->required()->option_text(plain);
  tcp->add_option("PORT", options.tcp.port, "Port number")
      ->required()
      ->option_text("(0-65535)")
      ->check(CLI::Range(0, 65535));
  add_reach(*tcp, options, options.tcp.reach);
  tcp->add_flag("--crlf", options.tcp.crlf, "Send each line with CR LF at its end");
  tcp->add_flag("-v,--verbose", options.tcp.verbose, "Say on standard error when the connection stands");
  return tcp;
}

CLI::App* add_get(CLI::App& app, Options& options) {
  auto* get = app.add_subcommand("get", "Fetch a web page (http://)");
  get->add_option("URL", options.get.url, "What to fetch")->required()->option_text(plain);
  get->add_option("-o,--output", options.get.output, "Write to this file")->type_name("FILE");
  get->add_flag("-i,--include", options.get.include_head, "Write the head of the answer as well");
  get->add_flag("-f,--fail", options.get.fail, "Status 400 and above: write nothing, exit with 22");
  add_reach(*get, options, options.get.reach);
  return get;
}

CLI::App* add_run(CLI::App& app, Options& options) {
  auto* run =
      app.add_subcommand("run", "Run an example, or a program of yours, within reach of the practice hosts");
  run->add_option("NAME", options.program, "An example's name, or the path of a program")->option_text(plain);
  run->add_flag("--list", options.list, "List the examples");
  run->footer("What follows NAME goes to the program as it is.");
  return run;
}

CLI::App* add_practice(CLI::App& app, const std::string& name, const std::string& about, Options& options) {
  auto* command = app.add_subcommand(name, about);
  command
      ->add_option("--map", options.map,
                   "The practice map (default: PORTHOLE_PRACTICE_MAP or the state folder)")
      ->type_name("FILE");
  return command;
}

std::string map_of(const Options& options) {
  return options.map.empty() ? practice_map_path() : options.map;
}

int family_of(const Options& options) {
  if (options.inet) return AF_INET;
  return options.inet6 ? AF_INET6 : AF_UNSPEC;
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

int command_run(const Options& options, std::vector<std::string> arguments) {
  if (options.list) return list_examples();
  if (options.program.empty())
    throw Failure("run: give an example's name (porthole run --list shows them)", usage_status);
  if (!arguments.empty() && arguments.front() == "--") arguments.erase(arguments.begin());
  run(options.program, arguments, options.trace);
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
  Options options;
  CLI::App app("Sockets in C++: the same programs natively and in the page.", "porthole");
  app.set_version_flag("--version", "porthole " PORTHOLE_VERSION);
  app.require_subcommand(1);
  app.fallthrough(false);
  auto* trace =
      app.add_option("--trace", options.trace.file, "Record every socket call on standard error, or in FILE")
          ->option_text("[=FILE]")
          ->expected(0, 1);
  app.add_option("--trace-bytes", options.trace.bytes, "Bytes shown of each transfer (default 64)")
      ->option_text("N|all")
      ->needs(trace)
      ->check([](const std::string& value) {
        const bool number = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
        return value == "all" || number ? "" : "a number or all, not " + value;
      });
  auto* tcp_command = add_tcp(app, options);
  auto* get_command = add_get(app, options);
  auto* run_command = add_run(app, options);
  auto* practice_command = add_practice(app, "practice", "Serve the practice hosts until Ctrl-C", options);
  auto* hosts_command = add_practice(app, "hosts", "List the practice hosts that run", options);
  const int own = own_arguments(argc, argv, app);
  try {
    app.parse(own, argv);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);
  } catch (const CLI::ParseError& error) {
    std::cerr << "porthole: " << error.what() << "\nTry: porthole --help\n";
    return usage_status;
  }
  options.trace.wanted = trace->count() > 0;
  options.tcp.reach.family = options.get.reach.family = family_of(options);
  if (run_command->parsed()) return command_run(options, {argv + own, argv + argc});
  if (hosts_command->parsed()) return list_hosts(map_of(options));
  // The practice hosts do not dial; under the interposer they would mistake each other's ports for names.
  if (!practice_command->parsed() || options.trace.wanted) rerun_interposed(options.trace, argv);
  if (practice_command->parsed()) return porthole::hosts::serve_practice(map_of(options), std::cout), 0;
  if (get_command->parsed()) return get(options.get);
  if (tcp_command->parsed()) return tcp(options.tcp);
  return usage_status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    keep_standard_streams();
    const int status = dispatch(argc, argv);
    if (!std::cout.flush()) throw Failure("write standard output: " + std::generic_category().message(errno));
    return status;
  } catch (const Failure& failure) {
    std::cerr << "porthole: " << failure.what() << '\n';
    return failure.status();
  } catch (const std::exception& error) {
    std::cerr << "porthole: " << error.what() << '\n';
    return 1;
  }
}
