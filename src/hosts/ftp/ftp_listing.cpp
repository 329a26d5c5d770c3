// SPDX-License-Identifier: MIT
#include "hosts/ftp/ftp_listing.hpp"

#include <array>
#include <cstdio>

namespace porthole::hosts {
namespace {

std::tm utc(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  return parts;
}

std::string line(const FtpTree::Node& node, const std::string& name) {
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::tm time = utc(node.modified);
  const char* mode = node.directory ? (node.writable ? "drwxrwxr-x" : "dr-xr-xr-x")
                                    : (node.writable ? "-rw-rw-r--" : "-r--r--r--");
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "%s %3zu ftp      practice %12llu %s %2d %02d:%02d ", mode,
                node.children.size() + 1, static_cast<unsigned long long>(node.size()),
                months.at(static_cast<std::size_t>(time.tm_mon)), time.tm_mday, time.tm_hour, time.tm_min);
  return text.data() + name + "\r\n";
}

}  // namespace

std::string ftp_time(std::time_t time) {
  const std::tm parts = utc(time);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &parts);
  return text.data();
}

std::string ftp_facts(const FtpTree::Node& node) {
  std::string facts = node.directory ? "type=dir;" : "type=file;size=" + std::to_string(node.size()) + ';';
  facts += "modify=" + ftp_time(node.modified) + ";perm=";
  if (node.directory)
    facts += node.writable ? "cdeflmp" : "el";
  else
    facts += node.writable ? "adfrw" : "r";
  return facts + ';';
}

std::string ftp_list(const FtpTree::Node& node, const std::string& name) {
  if (!node.directory) return line(node, name);
  std::string text;
  for (const auto& [child_name, child] : node.children) text += line(*child, child_name);
  return text;
}

std::string ftp_names(const FtpTree::Node& node, const std::string& name) {
  if (!node.directory) return name + "\r\n";
  std::string text;
  for (const auto& [child_name, child] : node.children) text += child_name + "\r\n";
  return text;
}

std::string ftp_machine_list(const FtpTree::Node& node) {
  std::string text;
  for (const auto& [name, child] : node.children) text += ftp_facts(*child) + ' ' + name + "\r\n";
  return text;
}

}  // namespace porthole::hosts
