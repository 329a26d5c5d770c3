// SPDX-License-Identifier: MIT
#include "hosts/web/files.hpp"

#include <algorithm>

namespace porthole::hosts {
namespace {

constexpr std::size_t longest_name = 100;

bool proper_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && name.front() != '.' &&
         std::ranges::none_of(name, [](char c) { return (c >= 0 && c < ' ') || c == '/' || c == 0x7f; });
}

}  // namespace

WebFiles::WebFiles() {
  files_["readme.txt"] = {"text/plain; charset=utf-8",
                          "Store files here with PUT, take them away with DELETE.\n"
                          "用 PUT 存放文件，用 DELETE 删除文件。\n"};
}

const WebFiles::File* WebFiles::find(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

int WebFiles::store(const std::string& name, File file) {
  if (!proper_name(name)) return 403;
  const bool replaces = files_.contains(name);
  if (!replaces && files_.size() >= most_files) return 507;
  files_[name] = std::move(file);
  return replaces ? 204 : 201;
}

int WebFiles::remove(std::string_view name) {
  const auto found = files_.find(name);
  if (found == files_.end()) return 404;
  files_.erase(found);
  return 204;
}

std::string WebFiles::listing() const {
  std::string text;
  for (const auto& [name, file] : files_) text += std::to_string(file.content.size()) + '\t' + name + '\n';
  return text;
}

}  // namespace porthole::hosts
