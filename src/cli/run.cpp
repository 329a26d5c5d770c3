// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/compile.hpp"
#include "cli/failure.hpp"
#include "cli/places.hpp"

namespace porthole::cli {
namespace fs = std::filesystem;
namespace {

std::string find_program(const std::string& name) {
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

/// Takes the further sources from the arguments' beginning: they end at `--` or at what is none.
std::vector<fs::path> take_sources(const std::string& first, std::vector<std::string>& arguments) {
  std::vector<fs::path> sources = {first};
  auto next = arguments.begin();
  while (next != arguments.end() && (is_source(*next) || is_header(*next)) && fs::is_regular_file(*next)) {
    if (is_source(*next)) sources.emplace_back(*next);
    ++next;
  }
  arguments.erase(arguments.begin(), next);
  return sources;
}

void drop_dashes(std::vector<std::string>& arguments) {
  if (!arguments.empty() && arguments.front() == "--") arguments.erase(arguments.begin());
}

/// The program made from a source file, from several, or from a folder of them; empty for anything else.
fs::path compiled(const std::string& name, std::vector<std::string>& arguments) {
  if (fs::is_directory(name)) {
    const std::vector<fs::path> sources = sources_in(name);
    if (sources.empty())
      throw Failure("run " + name + ": no source in this folder (.cpp, .cc, .cxx, .c)", usage_status);
    return compile(name, sources);
  }
  if (!is_source(name)) return {};
  if (!fs::exists(name)) throw Failure("run " + name + ": no such file", 127);
  return compile(name, take_sources(name, arguments));
}

/// Becomes the program. It sees the name it was asked for by, so that its messages do not depend on where it
/// lies.
[[noreturn]] void become(const std::string& path, const std::string& name,
                         const std::vector<std::string>& arguments) {
  std::vector<char*> argv = {const_cast<char*>(name.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(path.c_str(), argv.data());
  const int error = errno;
  // As a shell has it: 127 not found, 126 found and not to be executed.
  throw Failure("run " + name + ": " + std::strerror(error), error == ENOENT ? 127 : 126);
}

}  // namespace

void run(const std::string& name, std::vector<std::string> arguments, const TraceOptions& trace) {
  const fs::path made = compiled(name, arguments);
  drop_dashes(arguments);
  const std::string path = made.empty() ? find_program(name) : made.string();
  interpose(trace);
  become(path, made.empty() ? name : fs::canonical(name).stem().string(), arguments);
}

void add_run(CLI::App& app, Commands& commands) {
  struct Options {
    std::string program;
    bool list = false;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "run", "Run an example, a source file or a program of yours, within reach of the practice hosts");
  command
      ->add_option("NAME", options->program,
                   "An example's name, a C or C++ file, a folder of them, or a program's path")
      ->option_text(plain);
  command->add_flag("--list", options->list, "List the examples");
  command->footer(
      "What follows NAME goes to the program as it is. Further source files may follow a source file; -- "
      "ends them.\n"
      "Sources are compiled by c++ and cc, or CXX and CC, with CXXFLAGS, CFLAGS and LDFLAGS.");
  const auto work = [options, &commands] {
    if (options->list) return list_examples();
    if (options->program.empty())
      throw Failure("run: give an example's name (porthole run --list shows them)", usage_status);
    run(options->program, commands.rest, commands.trace);
  };
  commands.add(command, work, Dials::no);
}

}  // namespace porthole::cli
