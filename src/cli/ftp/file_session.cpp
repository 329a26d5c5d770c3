// SPDX-License-Identifier: MIT
#include "cli/ftp/file_session.hpp"

#include <algorithm>
#include <csignal>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/ftp/file_place.hpp"

namespace porthole::cli {

void add_file_options(CLI::App& command, FileOptions& options) {
  command.add_option("SERVER", options.place, "HOST[:PORT][/PATH] or ftp://USER:PASSWORD@HOST/PATH")
      ->required()
      ->option_text(plain);
  add_account(command, options.account);
  command.add_flag("--active", options.active, "Let the host connect to us (EPRT, PORT)");
  add_reach(command, options.reach);
}

int with_files(const FileOptions& options, int refused, const FileWork& work) {
  std::signal(SIGPIPE, SIG_IGN);
  const FilePlace place = parse_file_place(options.place);
  Account account = options.account;
  if (account.argument.empty() && !place.user.empty())
    account.argument = place.user + (place.password.empty() ? "" : ':' + place.password);
  account.complete();
  const auto network = options.reach.network();
  ftplib::FTP ftp(*network);
  int status = Status::weird_reply;
  try {
    ftp.connect(place.host, place.port, options.reach.timeout_value());
    status = Status::login_denied;
    ftp.login(account.user, account.password);
    ftp.set_pasv(!options.active);
    status = refused;
    work(ftp, place.path);
    ftp.quit();
  } catch (const ftplib::error_proto&) {
    throw;
  } catch (const ftplib::error_temp& refusal) {
    throw Failure("ftp " + place.host + ": " + refusal.what(), status == refused ? Status::partial : status);
  } catch (const ftplib::Error& refusal) {
    throw Failure("ftp " + place.host + ": " + refusal.what(), status);
  }
  return 0;
}

std::string join_path(const std::string& directory, const std::string& name) {
  return directory.empty() || directory.ends_with('/') ? directory + name : directory + '/' + name;
}

std::string last_part(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::vector<ftplib::Entry> list_directory(ftplib::FTP& ftp, const std::string& path) {
  std::vector<ftplib::Entry> entries;
  try {
    entries = ftp.mlsd(path);
  } catch (const ftplib::error_perm& refusal) {
    // 500 and 502: a host without MLSD. 501 and 550 are about the path.
    const std::string_view reply = refusal.what();
    if (!reply.starts_with("500") && !reply.starts_with("502")) throw;
    for (const std::string& line : ftp.dir(path)) {
      if (auto entry = ftplib::parse_list(line)) entries.push_back(std::move(*entry));
    }
  }
  std::erase_if(entries, [](ftplib::Entry& entry) {
    const std::string type = entry.facts["type"];
    return type == "cdir" || type == "pdir" || entry.name == "." || entry.name == "..";
  });
  std::ranges::sort(entries, {}, &ftplib::Entry::name);
  return entries;
}

}  // namespace porthole::cli
