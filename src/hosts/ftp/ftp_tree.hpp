// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace porthole::hosts {

/// What became of a change to the tree.
enum class FtpResult { ok, not_found, exists, denied, not_empty, full, too_large, wrong_kind, bad_name };

/// The files of ftp.test, in memory: a few to read, in English and Chinese, and /upload to write in, bounded
/// in size and number. Paths are absolute, as ftp_path() makes them.
class FtpTree {
 public:
  static constexpr std::size_t max_file = std::size_t{16} * 1024 * 1024;
  static constexpr std::size_t max_total = std::size_t{64} * 1024 * 1024;
  static constexpr std::size_t max_entries = 500;
  static constexpr std::size_t max_name = 255;
  static constexpr std::size_t max_depth = 16;

  struct Node {
    bool directory = false;
    /// Made by visitors, or where they may make something.
    bool writable = false;
    std::time_t modified = 0;
    std::map<std::string, std::unique_ptr<Node>> children = {};
    /// Shared with the transfers that read it, so that it may be deleted meanwhile.
    std::shared_ptr<const std::string> data = {};
    /// A file whose bytes are made as they are sent: byte i is i % 251.
    std::uint64_t generated = 0;

    [[nodiscard]] std::uint64_t size() const { return data ? data->size() : generated; }
  };

  FtpTree();

  /// Null when nothing is there.
  [[nodiscard]] const Node* find(std::string_view path) const;
  FtpResult make_directory(std::string_view path);
  FtpResult remove_directory(std::string_view path);
  FtpResult remove(std::string_view path);
  FtpResult rename(std::string_view from, std::string_view to);
  /// Whether a file could be stored there now, before its bytes come.
  [[nodiscard]] FtpResult can_store(std::string_view path) const;
  FtpResult store(std::string_view path, std::string data);

  /// A file on its way in; so many at once, as long as anybody holds them.
  static constexpr long max_uploads = 8;
  struct Upload {
    std::string data;
    std::shared_ptr<const int> slot;
  };
  /// Null when there are as many already.
  [[nodiscard]] std::shared_ptr<Upload> begin_upload() const;

 private:
  [[nodiscard]] Node* at(std::string_view path) const;
  Node& add(std::string_view path, std::string_view text);

  std::unique_ptr<Node> root_;
  /// Its owners but the first are the uploads under way.
  std::shared_ptr<const int> slots_ = std::make_shared<const int>(0);
  std::size_t total_ = 0;
  std::size_t entries_ = 0;
};

/// The absolute path that an argument means in a directory: "/" first, no empty parts, "." and ".." resolved,
/// never above the root.
std::string ftp_path(std::string_view directory, std::string_view argument);

}  // namespace porthole::hosts
