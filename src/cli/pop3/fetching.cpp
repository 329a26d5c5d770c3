// SPDX-License-Identifier: MIT
// fetch, top.
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/pop3/maildrop_session.hpp"
#include "cli/progress.hpp"
#include "cli/server_place.hpp"

namespace porthole::cli {
namespace {

using namespace poplib;

struct FetchOptions : MaildropOptions {
  std::string output;
  std::string folder;
  bool all = false;
  bool remove = false;
  bool crlf = false;
  bool progress = false;
  unsigned lines = 0;
};

/// A line for a file of this system, or as it was sent.
std::string_view as_wanted(std::string_view line, bool crlf, std::string& buffer) {
  if (crlf) return line;
  buffer.assign(line.substr(0, line.size() - 2));
  return buffer += '\n';
}

/// Messages that are not there are refused before the first is fetched.
std::vector<MessageNumber> wanted(POP3& pop, const FetchOptions& options, const Named& named) {
  if (options.all != named.empty()) throw Failure("pop3 fetch: name messages, or give --all", Status::usage);
  std::vector<MessageNumber> numbers = find_messages(pop, named);
  if (options.all) {
    const std::vector<Size> sizes = pop.list();
    numbers.reserve(sizes.size());
    for (const Size& each : sizes) numbers.push_back(each.number);
  }
  return numbers;
}

void fetch(POP3& pop, const FetchOptions& options, const Named& named) {
  const std::vector<MessageNumber> numbers = wanted(pop, options, named);
  std::uint64_t total = 0;
  for (const MessageNumber number : numbers) total += pop.list(number).size;
  if (!options.folder.empty() && mkdir(options.folder.c_str(), 0755) != 0 && errno != EEXIST)
    throw Failure("mkdir " + options.folder + ": " + std::strerror(errno), Status::cannot_write);
  Progress progress(shown_place(options.place), total,
                    options.progress ? Progress::When::always : Progress::When::on_terminal);
  std::uint64_t done = 0;
  std::string buffer;
  Output single(options.output);
  for (const MessageNumber number : numbers) {
    Output file(options.folder + '/' + std::to_string(number) + ".eml");
    Output& output = options.folder.empty() ? single : file;
    output.open(&output == &single && done > 0);
    pop.retr(number, [&](std::string_view line) {
      output.write(as_wanted(line, options.crlf, buffer));
      progress.update(done += line.size());
    });
    if (&output == &file) file.close();
    // Only what is safely stored is removed.
    if (options.remove && &output == &file) pop.dele(number);
  }
  single.close();
  if (options.remove && options.folder.empty()) {
    for (const MessageNumber number : numbers) pop.dele(number);
  }
  if (!numbers.empty()) progress.finish();
}

void top(POP3& pop, const FetchOptions& options, const Named& named) {
  if (named.size() != 1) throw Failure("pop3 top: which message?", Status::usage);
  Output output(options.output);
  std::string buffer;
  pop.top(find_messages(pop, named).at(0), options.lines,
          [&](std::string_view line) { output.write(as_wanted(line, options.crlf, buffer)); });
  output.close();
}

void add_shared(CLI::App& command, FetchOptions& options) {
  add_maildrop_options(command, options);
  command.add_option("MESSAGE", options.messages, "Numbers or unique ids")
      ->expected(0, -1)
      ->option_text(plain);
  command.add_option("-o,--output", options.output, "Write to this file")->type_name("FILE");
  command.add_flag("--crlf", options.crlf, "Keep CR LF at the end of each line, as the message was sent");
}

}  // namespace

void add_pop3_fetching(CLI::App& pop3, Commands& commands) {
  auto whole = std::make_shared<FetchOptions>();
  auto* fetch_command = pop3.add_subcommand("fetch", "Fetch messages");
  fetch_command->alias("retr");
  add_shared(*fetch_command, *whole);
  fetch_command->add_option("--to", whole->folder, "Write NUMBER.eml for each message into this folder")
      ->type_name("FOLDER")
      ->excludes("--output");
  fetch_command->add_flag("-a,--all", whole->all, "Fetch all messages");
  fetch_command->add_flag("--delete", whole->remove, "Delete what was fetched");
  fetch_command->add_flag("--progress", whole->progress, "Show progress, also where nobody watches");
  commands.add(fetch_command, [whole] {
    return with_maildrop(*whole, [&](POP3& pop, const Named& named) { fetch(pop, *whole, named); });
  });

  auto part = std::make_shared<FetchOptions>();
  auto* top_command =
      pop3.add_subcommand("top", "Print a message's headers, and the first lines of its body");
  add_shared(*top_command, *part);
  top_command->add_option("-n,--lines", part->lines, "So many lines of the body (default 0)")->type_name("N");
  commands.add(top_command, [part] {
    return with_maildrop(*part, [&](POP3& pop, const Named& named) { top(pop, *part, named); });
  });
}

}  // namespace porthole::cli
