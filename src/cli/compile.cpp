// SPDX-License-Identifier: MIT
#include "cli/compile.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>

#include "cli/build_cache.hpp"
#include "cli/failure.hpp"
#include "cli/places.hpp"
#include "cli/processes.hpp"

namespace porthole::cli {
namespace fs = std::filesystem;
namespace {

using Words = std::vector<std::string>;

bool ends_in(const fs::path& file, std::initializer_list<std::string_view> endings) {
  return std::ranges::find(endings, file.extension().string()) != endings.end();
}

void append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

/// How this run compiles and links.
struct Tools {
  Words c = command_from("CC", "cc");
  Words cxx = command_from("CXX", "c++");
  Words link = cxx;

  explicit Tools(const Words& library) {
    for (Words* words : {&c, &cxx})
      if (words->empty()) throw Failure("run: CC or CXX is set to nothing", usage_status);
    append(c, {"-std=gnu17", "-O1", "-g", "-pthread"});
    append(cxx, {"-std=c++20", "-O1", "-g", "-pthread"});
    append(link, {"-pthread"});
    for (const std::string& flag : library)
      if (flag.starts_with("-I") || flag.starts_with("-f")) append(c, {flag}), append(cxx, {flag});
    append(c, command_from("CFLAGS", ""));
    append(cxx, command_from("CXXFLAGS", ""));
  }
};

void call_compiler(const std::string& name, const char* language, const Words& command) {
  int status = 0;
  try {
    status = run_and_wait(command);
  } catch (const std::system_error& problem) {
    const bool missing = problem.code().value() == ENOENT;
    const std::string variable = std::string_view(language) == "C" ? "CC" : "CXX";
    throw Failure("run " + name + ": no " + language + " compiler: " + command.front() + ": " +
                      (missing ? "not found" : problem.code().message()) +
                      "; install one (Debian: apt-get install g++), or name yours in " + variable,
                  missing ? 127 : 126);
  }
  if (status != 0) throw Failure("run " + name + ": it does not compile");
}

/// The files of a rule that the compiler wrote for make: behind the colon, blanks escaped by a backslash.
void read_dependencies(const fs::path& rule, std::set<fs::path>& files) {
  std::ifstream stream(rule);
  std::string text((std::istreambuf_iterator<char>(stream)), {});
  std::string word;
  const std::size_t begin = text.find(": ");
  for (std::size_t at = begin == std::string::npos ? text.size() : begin + 2; at <= text.size(); ++at) {
    const char letter = at < text.size() ? text[at] : '\n';
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    if (letter == '\\' && next == '\n') {
      ++at;
    } else if ((letter == '\\' && (next == ' ' || next == '#')) || (letter == '$' && next == '$')) {
      word += text[++at];
      continue;
    } else if (letter != ' ' && letter != '\n') {
      word += letter;
      continue;
    }
    if (!word.empty()) files.insert(fs::absolute(word));
    word.clear();
  }
}

/// All that decides on the program besides the contents of its sources and headers. Of the libraries the time
/// is enough: reading them takes longer than running most programs.
std::string recipe(const Tools& tools, const Words& library, const std::vector<fs::path>& sources) {
  std::string text = PORTHOLE_VERSION;
  for (const Words& words : {tools.c, tools.cxx, tools.link, library, command_from("LDFLAGS", "")})
    for (const std::string& word : words) text += '\n' + word;
  fs::path folder;
  for (const std::string& flag : library) {
    if (flag.starts_with("-L")) folder = flag.substr(2);
    const fs::path file = flag.starts_with("-l") ? folder / ("lib" + flag.substr(2) + ".a") : fs::path(flag);
    std::error_code missing;
    text += '\n' + std::to_string(fs::last_write_time(file, missing).time_since_epoch().count());
  }
  for (const fs::path& source : sources) text += '\n' + fs::absolute(source).string();
  return text;
}

}  // namespace

bool is_source(const fs::path& file) {
  return ends_in(file, {".c", ".cc", ".cpp", ".cxx", ".c++", ".C"});
}

bool is_header(const fs::path& file) {
  return ends_in(file, {".h", ".hh", ".hpp", ".hxx", ".h++", ".inc"});
}

std::vector<fs::path> sources_in(const fs::path& folder) {
  std::vector<fs::path> found;
  const auto passed_over = [](const std::string& name) {
    return name.starts_with(".") || name.starts_with("build") || name == "CMakeFiles" ||
           name == "node_modules";
  };
  for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (entry->is_directory()) {
      if (passed_over(entry->path().filename())) entry.disable_recursion_pending();
    } else if (is_source(entry->path())) {
      found.push_back(entry->path());
    }
  }
  std::ranges::sort(found);
  return found;
}

fs::path compile(const std::string& name, const std::vector<fs::path>& sources) {
  const Words library = library_flags();
  if (library.empty())
    throw Failure("run " + name + ": the library is not beside this program; install Porthole as a whole: " +
                  "cmake --install BUILD --prefix PLACE");
  const Tools tools(library);
  BuildCache cache(recipe(tools, library, sources));
  if (const fs::path made = cache.find(); !made.empty()) return made;

  const fs::path& workshop = cache.workshop();
  std::set<fs::path> inputs;
  Words link = tools.link;
  for (std::size_t index = 0; index < sources.size(); ++index) {
    const bool is_c = sources[index].extension() == ".c";
    const std::string object = workshop / (std::to_string(index) + ".o");
    const std::string rule = workshop / (std::to_string(index) + ".d");
    Words command = is_c ? tools.c : tools.cxx;
    append(command, {"-MMD", "-MF", rule, "-c", sources[index].string(), "-o", object});
    call_compiler(name, is_c ? "C" : "C++", command);
    read_dependencies(rule, inputs);
    link.push_back(object);
  }
  append(link, library);
  append(link, command_from("LDFLAGS", ""));
  append(link, {"-o", (workshop / BuildCache::program).string()});
  call_compiler(name, "C++", link);
  return cache.keep({inputs.begin(), inputs.end()});
}

}  // namespace porthole::cli
