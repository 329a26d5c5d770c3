// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/failure.hpp"
#include "cli/places.hpp"

namespace porthole::cli {
namespace {

bool is_source(const std::string& name) {
  const std::string ending = std::filesystem::path(name).extension();
  return ending == ".c" || ending == ".cc" || ending == ".cpp" || ending == ".cxx";
}

std::string find_program(const std::string& name) {
  if (is_source(name))
    throw Failure("run " + name + ": this version does not compile; build it, then porthole run ./PROGRAM",
                  usage_status);
  if (name.find('/') != std::string::npos) return name;
  const std::string example = find_example(name);
  if (!example.empty()) return example;
  std::string known;
  for (const std::string& other : example_names()) known += (known.empty() ? "" : ", ") + other;
  throw Failure("run " + name + ": no such example" +
                    (known.empty() ? "; none are built" : "; there are " + known) +
                    " (a program of yours needs a path: ./" + name + ")",
                usage_status);
}

int list_examples() {
  for (const std::string& name : example_names()) std::cout << name << '\n';
  return 0;
}

}  // namespace

void run(const std::string& program, const std::vector<std::string>& arguments, const TraceOptions& trace) {
  const std::string path = find_program(program);
  interpose(trace);
  std::vector<char*> argv;
  // The program sees the name it was asked for by, so that its messages do not depend on where it lies.
  argv.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(path.c_str(), argv.data());
  const int error = errno;
  // As a shell has it: 127 not found, 126 found and not to be executed.
  throw Failure("run " + program + ": " + std::strerror(error), error == ENOENT ? 127 : 126);
}

void add_run(CLI::App& app, Commands& commands) {
  struct Options {
    std::string program;
    bool list = false;
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("run", "Run an example, or a program of yours, within reach of the practice hosts");
  command->add_option("NAME", options->program, "An example's name, or the path of a program")
      ->option_text(plain);
  command->add_flag("--list", options->list, "List the examples");
  command->footer("What follows NAME goes to the program as it is.");
  const auto work = [options, &commands] {
    if (options->list) return list_examples();
    if (options->program.empty())
      throw Failure("run: give an example's name (porthole run --list shows them)", usage_status);
    std::vector<std::string> arguments = commands.rest;
    if (!arguments.empty() && arguments.front() == "--") arguments.erase(arguments.begin());
    run(options->program, arguments, commands.trace);
  };
  commands.add(command, work, Dials::no);
}

}  // namespace porthole::cli
