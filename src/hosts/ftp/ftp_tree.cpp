// SPDX-License-Identifier: MIT
#include "hosts/ftp/ftp_tree.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace porthole::hosts {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::pair<std::string_view, std::string_view> split(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return {path.substr(0, slash), path.substr(slash + 1)};
}

std::string every_byte() {
  std::string bytes;
  for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value);
  return bytes;
}

std::size_t bytes_below(const FtpTree::Node& node) {
  return node.data ? node.data->size() : 0;
}

}  // namespace

std::string ftp_path(std::string_view directory, std::string_view argument) {
  std::vector<std::string_view> parts;
  if (!argument.starts_with('/')) parts = parts_of(directory);
  for (const std::string_view part : parts_of(argument)) {
    if (part == ".") continue;
    if (part != "..")
      parts.push_back(part);
    else if (!parts.empty())
      parts.pop_back();
  }
  std::string path;
  for (const std::string_view part : parts) path.append("/").append(part);
  return path.empty() ? "/" : path;
}

FtpTree::FtpTree() : root_(std::make_unique<Node>()) {
  root_->directory = true;
  root_->modified = std::time(nullptr);
  add("/readme.txt",
      "This is ftp.test, a practice host.\n\n"
      "pub/     things to fetch\n中文/    中文文件\nupload/  yours: log in as learner with the password "
      "secret\n");
  add("/pub/hello.txt", "Hello from FTP.\n");
  add("/pub/lines.txt", "one\ntwo\nthree\n");
  add("/pub/every_byte.bin", every_byte());
  add("/pub/big.bin", "").data = nullptr;
  at("/pub/big.bin")->generated = 10'000'000;
  add("/中文/读我.txt", "你好！\n这里是练习主机 ftp.test 上的中文文件，文件名和内容都是 UTF-8。\n");
  add("/中文/静夜思.txt", "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n");
  add("/upload/readme.txt", "Store, rename and delete here. Everything is gone when the host ends.\n");
  at("/upload")->writable = true;
}

FtpTree::Node& FtpTree::add(std::string_view path, std::string_view text) {
  Node* node = root_.get();
  for (const std::string_view part : parts_of(path)) {
    node->directory = true;
    auto& child = node->children[std::string(part)];
    if (!child) child = std::make_unique<Node>();
    child->modified = root_->modified;
    node = child.get();
  }
  node->data = std::make_shared<const std::string>(text);
  return *node;
}

FtpTree::Node* FtpTree::at(std::string_view path) const {
  Node* node = root_.get();
  for (const std::string_view part : parts_of(path)) {
    const auto child = node->children.find(std::string(part));
    if (child == node->children.end()) return nullptr;
    node = child->second.get();
  }
  return node;
}

const FtpTree::Node* FtpTree::find(std::string_view path) const {
  return at(path);
}

FtpResult FtpTree::can_store(std::string_view path) const {
  const auto [folder, name] = split(path);
  if (name.empty() || name.size() > max_name || parts_of(path).size() > max_depth) return FtpResult::bad_name;
  if (name.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos) return FtpResult::bad_name;
  const Node* directory = at(folder);
  if (directory == nullptr || !directory->directory) return FtpResult::not_found;
  if (!directory->writable) return FtpResult::denied;
  const Node* there = at(path);
  if (there == nullptr) return entries_ < max_entries ? FtpResult::ok : FtpResult::full;
  if (there->directory) return FtpResult::wrong_kind;
  return there->writable ? FtpResult::ok : FtpResult::denied;
}

std::shared_ptr<FtpTree::Upload> FtpTree::begin_upload() const {
  if (slots_.use_count() > max_uploads) return nullptr;
  return std::make_shared<Upload>(Upload{.data = {}, .slot = slots_});
}

FtpResult FtpTree::store(std::string_view path, std::string data) {
  if (const FtpResult result = can_store(path); result != FtpResult::ok) return result;
  if (data.size() > max_file) return FtpResult::too_large;
  const auto [folder, name] = split(path);
  const Node* there = at(path);
  const std::size_t before = there == nullptr ? 0 : bytes_below(*there);
  if (total_ - before + data.size() > max_total) return FtpResult::full;
  total_ = total_ - before + data.size();
  if (there == nullptr) ++entries_;
  auto node = std::make_unique<Node>();
  node->writable = true;
  node->modified = std::time(nullptr);
  node->data = std::make_shared<const std::string>(std::move(data));
  at(folder)->children[std::string(name)] = std::move(node);
  return FtpResult::ok;
}

FtpResult FtpTree::make_directory(std::string_view path) {
  if (at(path) != nullptr) return FtpResult::exists;
  if (const FtpResult result = can_store(path); result != FtpResult::ok) return result;
  const auto [folder, name] = split(path);
  auto node = std::make_unique<Node>();
  node->directory = node->writable = true;
  node->modified = std::time(nullptr);
  at(folder)->children[std::string(name)] = std::move(node);
  ++entries_;
  return FtpResult::ok;
}

FtpResult FtpTree::remove_directory(std::string_view path) {
  const Node* node = at(path);
  if (node == nullptr) return FtpResult::not_found;
  if (!node->directory) return FtpResult::wrong_kind;
  const auto [folder, name] = split(path);
  if (name.empty() || !node->writable || !at(folder)->writable) return FtpResult::denied;
  if (!node->children.empty()) return FtpResult::not_empty;
  at(folder)->children.erase(std::string(name));
  --entries_;
  return FtpResult::ok;
}

FtpResult FtpTree::remove(std::string_view path) {
  const Node* node = at(path);
  if (node == nullptr) return FtpResult::not_found;
  if (node->directory) return FtpResult::wrong_kind;
  if (!node->writable) return FtpResult::denied;
  const auto [folder, name] = split(path);
  total_ -= bytes_below(*node);
  --entries_;
  at(folder)->children.erase(std::string(name));
  return FtpResult::ok;
}

FtpResult FtpTree::rename(std::string_view from, std::string_view to) {
  const Node* node = at(from);
  if (node == nullptr) return FtpResult::not_found;
  const auto [folder, name] = split(from);
  if (!node->writable || name.empty() || !at(folder)->writable) return FtpResult::denied;
  if (at(to) != nullptr) return FtpResult::exists;
  // Not into itself.
  if (to.starts_with(std::string(from) + '/')) return FtpResult::bad_name;
  if (const FtpResult result = can_store(to); result != FtpResult::ok && result != FtpResult::full)
    return result;
  const auto [new_folder, new_name] = split(to);
  auto& old_children = at(folder)->children;
  auto moved = std::move(old_children.at(std::string(name)));
  old_children.erase(std::string(name));
  at(new_folder)->children[std::string(new_name)] = std::move(moved);
  return FtpResult::ok;
}

}  // namespace porthole::hosts
