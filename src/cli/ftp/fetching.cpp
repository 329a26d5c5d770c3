// SPDX-License-Identifier: MIT
// get, cat.
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/ftp/file_session.hpp"
#include "cli/output.hpp"
#include "cli/server_place.hpp"

namespace porthole::cli {
namespace {

struct GetOptions : FileOptions {
  std::string output;
  std::string folder;
  bool resume = false;
  bool recursive = false;
  bool text = false;
};

/// Directories within directories, and files of one command: a host's links may lead in a circle.
constexpr int deepest = 32;
constexpr std::size_t most_files = 100'000;

std::optional<std::uint64_t> size_of(ftplib::FTP& ftp, const std::string& path) {
  try {
    return ftp.size(path);
  } catch (const ftplib::error_proto&) {
    throw;
  } catch (const ftplib::Error&) {
    return std::nullopt;  // not all hosts tell it
  }
}

/// What of a file is here already; 0 for none.
std::uint64_t size_here(const std::string& file) {
  struct stat status{};
  return stat(file.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

void fetch(ftplib::FTP& ftp, const GetOptions& options, const std::string& path, const std::string& file) {
  Output output(file);
  if (options.text) {
    output.open();
    ftp.retrlines("RETR " + path, [&](const std::string& line) { output.write(line + '\n'); });
    return output.close();
  }
  const auto whole = size_of(ftp, path);
  std::uint64_t done = options.resume ? size_here(file) : 0;
  if (whole && done == *whole && done > 0) return;
  if (whole && done > *whole)
    throw Failure(file + " is longer than " + path + " at the host: it cannot be gone on with",
                  Status::cannot_write);
  Progress progress(last_part(path), whole,
                    file == "-" && !options.progress ? Progress::When::never : options.when());
  const auto rest = done > 0 ? std::optional(done) : std::nullopt;
  bool opened = false;
  const auto take = [&](std::string_view block) {
    if (!opened) output.open(rest.has_value());
    opened = true;
    output.write(block);
    progress.update(done += block.size());
  };
  ftp.retrbinary("RETR " + path, take, rest);
  if (!opened) output.open(rest.has_value());  // empty, and there nevertheless
  output.close();
  if (whole && done != *whole)
    throw Failure(path + ": " + std::to_string(done) + " of " + std::to_string(*whole) + " bytes came",
                  Status::partial);
  progress.finish();
}

void make_folder(const std::string& folder) {
  if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
    throw Failure("mkdir " + folder + ": " + std::strerror(errno), Status::cannot_write);
}

/// No host may name what lies outside of the folder.
void refuse_outside(const std::string& name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
      name.find('\0') != std::string::npos)
    throw Failure("the host lists a name that is none: " + name.substr(0, 200), Status::weird_reply);
}

void fetch_all(ftplib::FTP& ftp, const GetOptions& options, const std::string& path,
               const std::string& folder, int depth, std::size_t& files) {
  if (depth > deepest) throw Failure(path + ": more than 32 directories deep", Status::weird_reply);
  make_folder(folder);
  for (const ftplib::Entry& entry : list_directory(ftp, path)) {
    refuse_outside(entry.name);
    if (++files > most_files) throw Failure("more than 100,000 files", Status::weird_reply);
    const auto type = entry.facts.find("type");
    const std::string there = join_path(path, entry.name);
    const std::string here = join_path(folder, entry.name);
    if (type->second == "dir")
      fetch_all(ftp, options, there, here, depth + 1, files);
    else if (type->second == "file")
      fetch(ftp, options, there, here);
  }
}

void get(ftplib::FTP& ftp, const GetOptions& options, const std::vector<std::string>& paths) {
  if (!options.output.empty() && paths.size() != 1)
    throw Failure("ftp get: -o is for one file; give --to FOLDER", Status::usage);
  if (!options.folder.empty()) make_folder(options.folder);
  std::size_t files = 0;
  for (std::string path : paths) {
    if (options.recursive && path.ends_with('/')) path.pop_back();
    std::string name = last_part(path);
    if (options.recursive) {
      const std::string folder =
          name.empty() ? (options.folder.empty() ? "." : options.folder) : join_path(options.folder, name);
      fetch_all(ftp, options, path, folder, 0, files);
      continue;
    }
    if (options.output.empty()) refuse_outside(name);
    fetch(ftp, options, path, options.output.empty() ? join_path(options.folder, name) : options.output);
  }
}

std::vector<std::string> paths_of(const GetOptions& options, const std::string& path) {
  std::vector<std::string> paths;
  paths.reserve(options.names.size());
  for (const std::string& name : options.names) paths.push_back(join_path(path, name));
  if (paths.empty()) paths.push_back(path);
  if (paths[0].empty() && !options.recursive)
    throw Failure("ftp " + shown_place(options.place) + ": which file?", Status::usage);
  return paths;
}

}  // namespace

void add_ftp_fetching(CLI::App& ftp, Commands& commands) {
  auto some = std::make_shared<GetOptions>();
  auto* get_command = ftp.add_subcommand("get", "Fetch files");
  add_file_options(*get_command, *some);
  get_command->add_option("PATH", some->names, "Files at the host")->option_text(plain);
  auto* output =
      get_command->add_option("-o,--output", some->output, "Write to this file; - is standard output")
          ->type_name("FILE");
  get_command->add_option("--to", some->folder, "Write into this folder")
      ->type_name("FOLDER")
      ->excludes(output);
  auto* resume =
      get_command->add_flag("-C,--continue", some->resume, "Go on where the file that is here ends (REST)");
  get_command->add_flag("-r,--recursive", some->recursive, "Fetch directories and all in them")
      ->excludes(output);
  get_command->add_flag("--ascii", some->text, "As text: lines end as they do here (TYPE A)")
      ->excludes(resume);
  get_command->add_flag("--progress", some->progress, "Show progress, also where nobody watches");
  commands.add(get_command, [some] {
    return with_files(*some, Status::not_found, [&](ftplib::FTP& host, const std::string& path) {
      get(host, *some, paths_of(*some, path));
    });
  });

  auto shown = std::make_shared<GetOptions>();
  auto* cat = ftp.add_subcommand("cat", "Print files");
  add_file_options(*cat, *shown);
  cat->add_option("PATH", shown->names, "Files at the host")->option_text(plain);
  commands.add(cat, [shown] {
    return with_files(*shown, Status::not_found, [&](ftplib::FTP& host, const std::string& path) {
      for (const std::string& each : paths_of(*shown, path)) fetch(host, *shown, each, "-");
    });
  });
}

}  // namespace porthole::cli
