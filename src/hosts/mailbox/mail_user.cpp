// SPDX-License-Identifier: MIT
#include "hosts/mailbox/mail_user.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace porthole::hosts {
namespace {

bool is_inbox(std::string_view name) {
  constexpr std::string_view upper = "INBOX";
  return std::ranges::equal(name, upper, [](char given, char wanted) { return (given & ~0x20) == wanted; });
}

bool good_name(std::string_view name) {
  if (name.empty() || name.size() > MailUser::longest_folder_name) return false;
  if (name.front() == '/' || name.back() == '/' || name.find("//") != std::string_view::npos) return false;
  return std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// The levels above a folder that are not there.
std::vector<std::string> missing_above(const MailUser::Folders& folders, const std::string& full) {
  std::vector<std::string> missing;
  for (auto slash = full.find('/'); slash != std::string::npos; slash = full.find('/', slash + 1)) {
    if (!folders.contains(full.substr(0, slash))) missing.push_back(full.substr(0, slash));
  }
  return missing;
}

}  // namespace

MailUser::MailUser(std::string name, std::string password, MailRoom& room)
    : name_(std::move(name)), password_(std::move(password)), room_(room) {
  create("INBOX");
}

std::string MailUser::canonical(std::string_view name) {
  const std::string_view first = name.substr(0, name.find('/'));
  if (!is_inbox(first)) return std::string(name);
  return "INBOX" + std::string(name.substr(first.size()));
}

MailFolder* MailUser::folder(std::string_view name) {
  const auto found = folders_.find(canonical(name));
  return found == folders_.end() ? nullptr : found->second.get();
}

MailFolder* MailUser::create(std::string_view name) {
  const std::string full = canonical(name);
  if (!good_name(full) || folders_.contains(full)) return nullptr;
  std::vector<std::string> missing = missing_above(folders_, full);
  missing.push_back(full);
  if (folders_.size() + missing.size() > most_folders) return nullptr;
  for (const std::string& level : missing)
    folders_[level] = std::make_unique<MailFolder>(next_uid_validity_++, room_);
  return folder(full);
}

bool MailUser::remove(std::string_view name) {
  const std::string full = canonical(name);
  return full != "INBOX" && folders_.erase(full) == 1;
}

bool MailUser::rename(std::string_view from, std::string_view to) {
  const std::string source = canonical(from);
  const std::string target = canonical(to);
  if (source == "INBOX" || !folders_.contains(source) || !good_name(target) || folders_.contains(target))
    return false;
  const std::string below = source + '/';
  if (target.starts_with(below)) return false;
  if (folders_.size() + missing_above(folders_, target).size() > most_folders) return false;
  std::vector<std::string> names = {source};
  for (const auto& [name, folder] : folders_) {
    if (name.starts_with(below)) names.push_back(name);
  }
  const auto renamed = [&](const std::string& name) { return target + name.substr(source.size()); };
  if (std::ranges::any_of(names, [&](const std::string& name) { return !good_name(renamed(name)); }) ||
      std::ranges::any_of(names, [&](const std::string& name) { return folders_.contains(renamed(name)); }))
    return false;
  for (const std::string& name : names) {
    auto node = folders_.extract(name);
    node.key() = renamed(name);
    folders_.insert(std::move(node));
  }
  if (const auto slash = target.rfind('/'); slash != std::string::npos) create(target.substr(0, slash));
  return true;
}

}  // namespace porthole::hosts
