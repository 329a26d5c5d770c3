// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::hosts {

/// The practice map of running hosts: written at once as a whole, locked as long as they run, removed at the
/// end. Throws std::system_error when it cannot be written, and std::runtime_error when other hosts hold it.
class MapFile {
 public:
  MapFile(std::string path, std::string_view lines);
  ~MapFile();
  MapFile(const MapFile&) = delete;
  MapFile& operator=(const MapFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  int fd_ = -1;
};

}  // namespace porthole::hosts
