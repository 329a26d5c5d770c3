// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/account.hpp"
#include "cli/progress.hpp"
#include "cli/reach.hpp"
#include "protocols/ftplib.hpp"

namespace porthole::cli {

class Commands;

/// What all commands about files share.
struct FileOptions {
  std::string place;
  /// What follows the server: names at the host, or of this machine.
  std::vector<std::string> names;
  Account account;
  Reach reach;
  bool active = false;
  bool json = false;
  bool progress = false;

  [[nodiscard]] Progress::When when() const {
    return progress ? Progress::When::always : Progress::When::on_terminal;
  }
};

/// Adds the server (HOST[:PORT][/PATH] or a URL), the account, the reach and --active.
void add_file_options(CLI::App& command, FileOptions& options);

/// Is given the connection and the path of the place; empty where it names none.
using FileWork = std::function<void(ftplib::FTP&, const std::string& path)>;

/// Connects, logs in (anonymous without an account), does the work and quits. Refusals become Failure: 67 for
/// a login, `refused` for a 5xx of the work, 18 for a transfer that was broken off.
int with_files(const FileOptions& options, int refused, const FileWork& work);

/// A host's path of a directory and a name.
std::string join_path(const std::string& directory, const std::string& name);
/// The part of a path after its last slash.
std::string last_part(const std::string& path);

/// A directory's entries but "." and "..": from MLSD, or from LIST where the host does not know that.
std::vector<ftplib::Entry> list_directory(ftplib::FTP& ftp, const std::string& path);

void add_ftp_listing(CLI::App& ftp, Commands& commands);
void add_ftp_fetching(CLI::App& ftp, Commands& commands);
void add_ftp_sending(CLI::App& ftp, Commands& commands);
void add_ftp_changing(CLI::App& ftp, Commands& commands);

}  // namespace porthole::cli
