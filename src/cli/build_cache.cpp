// SPDX-License-Identifier: MIT
#include "cli/build_cache.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace fs = std::filesystem;
namespace {

fs::path cache_folder() {
  // An XDG folder that is not absolute does not count (XDG Base Directory Specification).
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
    return fs::path(cache) / "porthole/programs";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".cache/porthole/programs";
  throw Failure("no place for compiled programs: set HOME or XDG_CACHE_HOME");
}

/// The hash of a file, or nothing when it cannot be read.
std::string file_hash(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return {};
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return content_hash(bytes.view());
}

/// More than a person works on at a time; with debug information a program has a few megabytes.
constexpr std::size_t most_entries = 100;

void forget_the_oldest(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    entries.emplace_back(entry.last_write_time(ignored), entry.path());
  std::ranges::sort(entries, std::greater());
  for (std::size_t index = most_entries; index < entries.size(); ++index)
    fs::remove_all(entries[index].second, ignored);
}

}  // namespace

std::string content_hash(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  std::ostringstream words;
  words << std::hex << hash << '-' << bytes.size();
  return words.str();
}

BuildCache::BuildCache(const std::string& recipe) : entry_(cache_folder() / content_hash(recipe)) {}

fs::path BuildCache::find() const {
  std::ifstream inputs(entry_ / "inputs");
  if (!inputs || access((entry_ / program).c_str(), X_OK) != 0) return {};
  for (std::string hash, file; inputs >> hash && std::getline(inputs.ignore(1), file);)
    if (file_hash(file) != hash) return {};
  return entry_ / program;
}

const fs::path& BuildCache::workshop() {
  if (!workshop_.empty()) return workshop_;
  std::error_code error;
  fs::create_directories(entry_.parent_path(), error);
  if (error) throw Failure("make " + entry_.parent_path().string() + ": " + error.message());
  std::string made = entry_.string() + ".XXXXXX";
  if (mkdtemp(made.data()) == nullptr) throw Failure("make " + made + ": " + std::strerror(errno));
  return workshop_ = made;
}

fs::path BuildCache::keep(const std::vector<fs::path>& inputs) {
  std::ofstream list(workshop_ / "inputs");
  for (const fs::path& input : inputs) list << file_hash(input) << ' ' << input.string() << '\n';
  list.close();
  if (!list) throw Failure("write " + (workshop_ / "inputs").string() + ": " + std::strerror(errno));
  // Another run may do the same at this moment, or run the old program: each file is replaced as a whole.
  fs::create_directories(entry_);
  for (const char* file : {program, "inputs"}) fs::rename(workshop_ / file, entry_ / file);
  fs::last_write_time(entry_, fs::file_time_type::clock::now());
  forget_the_oldest(entry_.parent_path());
  return entry_ / program;
}

BuildCache::~BuildCache() {
  std::error_code ignored;
  if (!workshop_.empty()) fs::remove_all(workshop_, ignored);
}

}  // namespace porthole::cli
