// SPDX-License-Identifier: MIT
// put, append.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/ftp/file_session.hpp"

namespace porthole::cli {
namespace {

struct PutOptions : FileOptions {
  std::string as;
  bool make_directories = false;
  bool resume = false;
  bool append = false;
};

/// Each directory of a path that is not there yet.
void make_directories(ftplib::FTP& ftp, const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    try {
      ftp.mkd(path.substr(0, slash));
    } catch (const ftplib::error_perm&) {
      continue;  // it is there; where it is not, storing tells
    }
  }
}

std::uint64_t size_there(ftplib::FTP& ftp, const std::string& path) {
  try {
    return ftp.size(path);
  } catch (const ftplib::error_perm& refusal) {
    if (!std::string_view(refusal.what()).starts_with("550")) throw;
    return 0;
  }
}

void send(ftplib::FTP& ftp, const PutOptions& options, const std::string& file, const std::string& path) {
  std::ifstream opened;
  std::optional<std::uint64_t> whole;
  if (file != "-") {
    std::error_code problem;
    if (std::filesystem::is_regular_file(file, problem)) whole = std::filesystem::file_size(file, problem);
    if (std::filesystem::is_directory(file, problem))
      throw Failure(file + " is a directory", Status::cannot_read);
    opened.open(file, std::ios::binary);
    if (!opened) throw Failure("open " + file + ": " + std::strerror(errno), Status::cannot_read);
  }
  std::istream& source = file == "-" ? std::cin : opened;
  if (options.make_directories) make_directories(ftp, path);
  std::uint64_t done = options.resume ? size_there(ftp, path) : 0;
  if (done > 0) {
    if (whole && done >= *whole) return;
    if (!source.seekg(static_cast<std::streamoff>(done)))
      throw Failure(file + ": cannot go on in the middle of it", Status::cannot_read);
  }
  Progress progress(file, whole, options.when());
  const auto told = [&](std::string_view block) { progress.update(done += block.size()); };
  ftp.storbinary((options.append || done > 0 ? "APPE " : "STOR ") + path, source, told);
  if (source.bad()) throw Failure("read " + file + ": " + std::strerror(EIO), Status::cannot_read);
  progress.finish();
}

void put(ftplib::FTP& ftp, const PutOptions& options, const std::string& path) {
  if (!options.as.empty() && options.names.size() != 1)
    throw Failure("ftp put: --as is for one file", Status::usage);
  for (const std::string& file : options.names) {
    // A place that names a file means that one; a directory ends with a slash.
    std::string target = options.as.empty() ? path : join_path(path, options.as);
    if (target.empty() || target.ends_with('/') || options.names.size() > 1) {
      if (file == "-") throw Failure("ftp put -: under which name? give --as NAME", Status::usage);
      target = join_path(target, last_part(file));
    }
    send(ftp, options, file, target);
  }
}

void add(CLI::App& ftp, Commands& commands, const char* name, const char* help, bool append) {
  auto options = std::make_shared<PutOptions>();
  options->append = append;
  auto* command = ftp.add_subcommand(name, help);
  add_file_options(*command, *options);
  command->add_option("FILE", options->names, "Files of this machine; - is standard input")
      ->required()
      ->option_text(plain);
  command->add_option("--as", options->as, "The file's name at the host")->type_name("PATH");
  command->add_flag("-p,--create-dirs", options->make_directories, "Make the directories that are missing");
  if (!append)
    command->add_flag("-C,--continue", options->resume, "Go on where the file at the host ends (APPE)");
  command->add_flag("--progress", options->progress, "Show progress, also where nobody watches");
  commands.add(command, [options] {
    return with_files(*options, Status::access_denied,
                      [&](ftplib::FTP& host, const std::string& path) { put(host, *options, path); });
  });
}

}  // namespace

void add_ftp_sending(CLI::App& ftp, Commands& commands) {
  add(ftp, commands, "put", "Store files", false);
  add(ftp, commands, "append", "Add to a file's end", true);
}

}  // namespace porthole::cli
