// SPDX-License-Identifier: MIT
#include "cli/places.hpp"

#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "cli/failure.hpp"
#include "preload/practice_map.hpp"

namespace porthole::cli {
namespace fs = std::filesystem;
namespace {

fs::path own_folder() {
  return fs::path(own_path()).parent_path();
}

std::vector<fs::path> example_folders() {
  const fs::path own = own_folder();
  return {own / "examples", own / "../lib/porthole/examples", own / "../../examples"};
}

bool is_program(const fs::path& path) {
  return fs::is_regular_file(path) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

#ifdef __APPLE__
std::string own_path() {
  std::array<char, 4096> path{};
  std::uint32_t size = path.size();
  if (_NSGetExecutablePath(path.data(), &size) != 0) throw Failure("cannot tell where this program is");
  return fs::canonical(path.data());
}
#else
std::string own_path() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  if (error) throw Failure("cannot tell where this program is: " + error.message());
  return path;
}
#endif

std::string find_interposer() {
  const fs::path own = own_folder();
  for (const fs::path& folder : {own, own / "../lib/porthole", own / "../preload"}) {
    const fs::path library = folder / "libporthole_preload.so";
    if (fs::exists(library)) return fs::canonical(library);
  }
  return {};
}

std::vector<std::string> library_flags() {
  constexpr std::string_view mark = "@PREFIX@";
  std::vector<std::string> flags;
  for (const fs::path& folder : {own_folder(), own_folder() / "../lib/porthole"}) {
    std::ifstream file(folder / "porthole.flags");
    if (!file) continue;
    const std::string prefix = own_folder().parent_path();
    for (std::string flag; std::getline(file, flag); flags.push_back(flag))
      if (const auto place = flag.find(mark); place != std::string::npos)
        flag.replace(place, mark.size(), prefix);
    break;
  }
  return flags;
}

std::string find_example(const std::string& name) {
  for (const fs::path& folder : example_folders())
    if (is_program(folder / name)) return fs::canonical(folder / name);
  return {};
}

std::vector<std::string> example_names() {
  std::vector<std::string> names;
  for (const fs::path& folder : example_folders()) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
      if (is_program(entry.path())) names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

std::string practice_map_path() {
  std::array<char, 4096> path{};
  const std::string_view found = PracticeMap::default_path(path);
  if (found.empty())
    throw Failure("no place for the practice map: set HOME, or give --map FILE", usage_status);
  return std::string(found);
}

}  // namespace porthole::cli
