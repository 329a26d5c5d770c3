// SPDX-License-Identifier: MIT
// ls, stat.
#include <algorithm>
#include <array>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/ftp/file_session.hpp"
#include "cli/json.hpp"

namespace porthole::cli {
namespace {

struct ListOptions : FileOptions {
  bool names_only = false;
  bool lines = false;
};

/// "2025-11-23T12:00:00Z" of "20251123120000"; what is no time stays out.
std::string readable_time(const ftplib::Entry& entry) {
  const auto fact = entry.facts.find("modify");
  if (fact == entry.facts.end()) return {};
  try {
    const std::time_t time = ftplib::parse_time(fact->second);
    std::tm utc{};
    gmtime_r(&time, &utc);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
  } catch (const ftplib::error_proto&) {
    return {};
  }
}

std::string fact(const ftplib::Entry& entry, const std::string& name) {
  const auto found = entry.facts.find(name);
  return found == entry.facts.end() ? "" : found->second;
}

/// What a terminal or a reader of lines would take for something else, as a blank.
std::string on_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

Json as_json(const ftplib::Entry& entry) {
  Json object = {{"name", entry.name}, {"type", fact(entry, "type")}};
  const std::string size = fact(entry, "size");
  if (!size.empty() && size.size() < 20 && size.find_first_not_of("0123456789") == std::string::npos)
    object["size"] = std::stoull(size);
  if (const std::string time = readable_time(entry); !time.empty()) object["modified"] = time;
  object["facts"] = entry.facts;
  return object;
}

void print(const ftplib::Entry& entry) {
  const std::string size = fact(entry, "size");
  const std::string time = readable_time(entry);
  std::cout << on_one_line(fact(entry, "type")) << '\t' << on_one_line(size.empty() ? "-" : size) << '\t'
            << (time.empty() ? "-" : time) << '\t' << on_one_line(entry.name) << '\n';
}

void list(ftplib::FTP& ftp, const ListOptions& options, const std::string& path) {
  if (options.lines) {
    for (const std::string& line : ftp.dir(path)) std::cout << on_one_line(line) << '\n';
    return;
  }
  Json all = Json::array();
  for (const ftplib::Entry& entry : list_directory(ftp, path)) {
    if (options.json)
      all.push_back(as_json(entry));
    else if (options.names_only)
      std::cout << on_one_line(entry.name) << '\n';
    else
      print(entry);
  }
  if (options.json) print_json(all);
}

/// From MLST, or from SIZE and MDTM where the host does not know that.
ftplib::Entry describe(ftplib::FTP& ftp, const std::string& path) {
  try {
    return ftp.mlst(path);
  } catch (const ftplib::error_perm& refusal) {
    const std::string_view reply = refusal.what();
    if (!reply.starts_with("500") && !reply.starts_with("502")) throw;
  }
  ftplib::Entry entry{path, {{"type", "file"}, {"size", std::to_string(ftp.size(path))}}};
  const std::string reply = ftp.voidcmd("MDTM " + path);
  entry.facts["modify"] = reply.substr(std::min<std::size_t>(4, reply.size()));
  return entry;
}

}  // namespace

void add_ftp_listing(CLI::App& ftp, Commands& commands) {
  auto all = std::make_shared<ListOptions>();
  auto* ls = ftp.add_subcommand("ls", "List a directory: type, bytes, time of change, name");
  add_file_options(*ls, *all);
  ls->add_option("PATH", all->names, "The directory")->expected(0, 1)->option_text(plain);
  auto* names = ls->add_flag("-1,--names", all->names_only, "Only the names");
  auto* lines = ls->add_flag("-l,--lines", all->lines, "The host's own lines (LIST)")->excludes(names);
  ls->add_flag("--json", all->json, "Print JSON")->excludes(names)->excludes(lines);
  commands.add(ls, [all] {
    return with_files(*all, Status::not_found, [&](ftplib::FTP& host, const std::string& path) {
      list(host, *all, all->names.empty() ? path : join_path(path, all->names[0]));
    });
  });

  auto one = std::make_shared<FileOptions>();
  auto* stat = ftp.add_subcommand("stat", "Tell a file's type, bytes and time of change");
  stat->alias("size");
  add_file_options(*stat, *one);
  stat->add_option("PATH", one->names, "Files")->option_text(plain);
  stat->add_flag("--json", one->json, "Print JSON");
  commands.add(stat, [one] {
    return with_files(*one, Status::not_found, [&](ftplib::FTP& host, const std::string& path) {
      std::vector<std::string> paths = one->names;
      for (std::string& each : paths) each = join_path(path, each);
      if (paths.empty()) paths.push_back(path);
      Json list = Json::array();
      for (const std::string& each : paths) {
        const ftplib::Entry entry = describe(host, each);
        if (one->json)
          list.push_back(as_json(entry));
        else
          print(entry);
      }
      if (one->json) print_json(list);
    });
  });
}

}  // namespace porthole::cli
