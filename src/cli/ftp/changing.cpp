// SPDX-License-Identifier: MIT
// rm, mkdir, rmdir, mv.
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/ftp/file_session.hpp"

namespace porthole::cli {
namespace {

using Change = void (*)(ftplib::FTP&, const std::string&);

void add(CLI::App& ftp, Commands& commands, const char* name, const char* help, Change change) {
  auto options = std::make_shared<FileOptions>();
  auto* command = ftp.add_subcommand(name, help);
  add_file_options(*command, *options);
  command->add_option("PATH", options->names, "At the host")->option_text(plain);
  commands.add(command, [options, change, name = std::string(name)] {
    return with_files(*options, Status::access_denied, [&](ftplib::FTP& host, const std::string& path) {
      std::vector<std::string> paths = options->names;
      for (std::string& each : paths) each = join_path(path, each);
      if (paths.empty()) paths.push_back(path);
      if (paths[0].empty()) throw Failure("ftp " + name + ": what?", Status::usage);
      for (const std::string& each : paths) change(host, each);
    });
  });
}

}  // namespace

void add_ftp_changing(CLI::App& ftp, Commands& commands) {
  add(ftp, commands, "rm", "Delete files",
      [](ftplib::FTP& host, const std::string& path) { host.delete_(path); });
  add(ftp, commands, "mkdir", "Make directories",
      [](ftplib::FTP& host, const std::string& path) { host.mkd(path); });
  add(ftp, commands, "rmdir", "Remove empty directories",
      [](ftplib::FTP& host, const std::string& path) { host.rmd(path); });

  auto options = std::make_shared<FileOptions>();
  auto* mv = ftp.add_subcommand("mv", "Give a file or directory another name");
  add_file_options(*mv, *options);
  mv->add_option("NAMES", options->names, "The name, and the new one")
      ->required()
      ->expected(2)
      ->option_text(plain);
  commands.add(mv, [options] {
    return with_files(*options, Status::access_denied, [&](ftplib::FTP& host, const std::string& path) {
      host.rename(join_path(path, options->names[0]), join_path(path, options->names[1]));
    });
  });
}

}  // namespace porthole::cli
