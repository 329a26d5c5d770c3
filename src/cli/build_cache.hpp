// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::cli {

/// Programs that `porthole run` compiled, in `porthole/programs` of XDG_CACHE_HOME or ~/.cache. An entry
/// belongs to one list of sources and one way of compiling them; it holds while every file it was made from
/// has the content it had then.
class BuildCache {
 public:
  /// `recipe` is all that decides on the program besides files' contents. Throws Failure where no folder can
  /// be told or made.
  explicit BuildCache(const std::string& recipe);

  /// The program, or an empty path when it has to be made.
  [[nodiscard]] std::filesystem::path find() const;

  /// A new folder to compile in. keep() makes it the entry, and the destructor removes what was not kept.
  const std::filesystem::path& workshop();

  /// `program` in the workshop was made from these files. Returns where it lies now. Of many entries the
  /// oldest are removed.
  std::filesystem::path keep(const std::vector<std::filesystem::path>& inputs);

  /// How the program's file is called in an entry and in the workshop.
  static constexpr const char* program = "program";

  ~BuildCache();
  BuildCache(const BuildCache&) = delete;
  BuildCache& operator=(const BuildCache&) = delete;

 private:
  std::filesystem::path entry_;
  std::filesystem::path workshop_;
};

/// FNV-1a of 64 bits in hexadecimal: for contents that nobody forges.
std::string content_hash(std::string_view bytes);

}  // namespace porthole::cli
