// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace porthole::hosts {

/// What visitors store below /files/: a few small files, kept in memory.
class WebFiles {
 public:
  static constexpr std::size_t most_files = 64;
  static constexpr std::size_t most_bytes = std::size_t{1} << 20;

  struct File {
    std::string type;
    std::string content;
  };

  WebFiles();

  [[nodiscard]] const File* find(std::string_view name) const;
  /// 201 when it is new, 204 when it replaces one, 507 when there are too many, 403 for a name that is none.
  int store(const std::string& name, File file);
  /// 204, or 404.
  int remove(std::string_view name);
  /// A page that lists them.
  [[nodiscard]] std::string listing() const;

 private:
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace porthole::hosts
