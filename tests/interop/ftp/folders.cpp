// SPDX-License-Identifier: MIT
#include <ctime>

#include "verbs.hpp"

namespace verbs {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

bool lists(const std::vector<std::string>& lines, const std::string& name) {
  return std::ranges::any_of(lines, [&](const std::string& line) { return line.ends_with(' ' + name); });
}

void facts(FTP& ftp) {
  const auto entries = ftp.mlsd();
  const auto found = std::ranges::find(entries, std::string("数据 一.txt"), &porthole::ftplib::Entry::name);
  require(found != entries.end(), "MLSD names the file");
  agree(found->facts.at("type"), "file", "its type");
  agree(found->facts.at("size"), "12", "its size");
  require(std::abs(porthole::ftplib::parse_time(found->facts.at("modify")) - std::time(nullptr)) < 3600,
          "it is new");
  proved("MLSD");
  const auto entry = ftp.mlst("数据 一.txt");
  require(entry.name.ends_with("数据 一.txt") && entry.facts.at("size") == "12", "MLST tells the same");
  proved("MLST");
}

}  // namespace

void folders(const Place& place) {
  FTP ftp;
  place.log_in(ftp);
  agree(ftp.pwd(), "/", "the first directory");
  agree(ftp.mkd(place.folder), '/' + place.folder, "the new directory");
  ftp.cwd(place.folder);
  const std::string quoted = R"(说 "什么" 呢)";
  agree(ftp.mkd(quoted), '/' + place.folder + '/' + quoted, "the directory with quotes");
  proved("MKD");
  ftp.cwd(quoted);
  proved("CWD");
  agree(ftp.pwd(), '/' + place.folder + '/' + quoted, "the directory");
  proved("PWD");
  ftp.cwd("..");
  agree(ftp.pwd(), '/' + place.folder, "the directory above");
  proved("CDUP");
  store(ftp, "STOR 文件.txt", "你好，世界\n\n\n");
  ftp.rename("文件.txt", "数据.txt");
  store(ftp, "STOR 数据 一.txt", "twelve bytes");
  proved("RNFR");
  proved("RNTO");
  const auto names = ftp.nlst();
  require(names.size() == 3 && holds(names, "数据.txt") && holds(names, quoted), "NLST names what is there");
  proved("NLST");
  const auto lines = ftp.dir();
  require(lists(lines, "数据 一.txt") && lists(lines, quoted), "LIST names what is there");
  proved("LIST");
  const auto features = ftp.feat();
  if (std::ranges::any_of(features, [](const std::string& each) { return each.starts_with("MLST"); }))
    facts(ftp);
  agree(ftp.size("数据 一.txt"), 12U, "SIZE");
  proved("SIZE");
  require(std::abs(ftp.mdtm("数据 一.txt") - std::time(nullptr)) < 3600, "MDTM is now");
  proved("MDTM");
  bool absent = false;
  try {
    ftp.delete_("nothing");
  } catch (const porthole::ftplib::error_perm&) {
    absent = true;
  }
  require(absent, "what is not there cannot be deleted");
  ftp.delete_("数据.txt");
  ftp.delete_("数据 一.txt");
  proved("DELE");
  ftp.rmd(quoted);
  require(ftp.nlst().empty(), "the directory is empty again");
  proved("RMD");
  ftp.quit();
}

}  // namespace verbs
