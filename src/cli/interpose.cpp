// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string_view>

#include "cli/failure.hpp"
#include "cli/places.hpp"
#include "cli/trace_options.hpp"

namespace porthole::cli {
namespace {

/// Adds to what the variable already holds.
void append(const char* variable, const std::string& value) {
  const char* there = std::getenv(variable);
  const bool empty = there == nullptr || *there == '\0';
  setenv(variable, (empty ? value : std::string(there) + ':' + value).c_str(), 1);
}

/// The first line of a trace in JSON (docs/trace.md); the interposer writes the others.
void write_head(int fd) {
  const char* format = std::getenv("PORTHOLE_TRACE_FORMAT");
  if (format == nullptr || std::strcmp(format, "json") != 0) return;
  constexpr std::string_view head = "{\"trace\":\"porthole\",\"version\":1,\"by\":\"native\"}\n";
  if (write(fd, head.data(), head.size()) != static_cast<ssize_t>(head.size()))
    throw Failure(std::string("write the trace: ") + std::strerror(errno));
}

/// LD_PRELOAD ends a name at a blank or a colon; LD_LIBRARY_PATH at a colon or a semicolon only.
void preload(const std::filesystem::path& library) {
  const std::string path = library;
  if (path.find_first_of(": \t\n") == std::string::npos) {
    append("LD_PRELOAD", path);
    return;
  }
  const std::string folder = library.parent_path();
  if (folder.find_first_of(":;") != std::string::npos)
    throw Failure("porthole lies in a folder that the dynamic linker cannot name: " + folder +
                      ": install it where no name has a colon or a semicolon",
                  usage_status);
  append("LD_LIBRARY_PATH", folder);
  append("LD_PRELOAD", library.filename());
}

std::string new_trace(const std::string& file) {
  if (file.empty()) {
    write_head(STDERR_FILENO);
    return std::to_string(STDERR_FILENO);
  }
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) throw Failure("open " + file + ": " + std::strerror(errno));
  write_head(fd);
  close(fd);
  return std::filesystem::absolute(file);
}

bool interposed() {
  return dlsym(RTLD_DEFAULT, "porthole_interposer") != nullptr;
}

}  // namespace

void interpose(const TraceOptions& trace) {
  const std::string library = find_interposer();
  if (library.empty()) {
    if (!trace.wanted) return;
    throw Failure(
        "--trace needs libporthole_preload.so, which is not beside this program (it is made on Linux only)",
        usage_status);
  }
  preload(library);
  // A program built with the address sanitizer otherwise insists on being the first library.
  append("ASAN_OPTIONS", "verify_asan_link_order=0");
  if (!trace.wanted) return;
  setenv("PORTHOLE_TRACE", new_trace(trace.file).c_str(), 1);
  setenv("PORTHOLE_TRACE_BYTES", trace.bytes.c_str(), 1);
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  setenv("PORTHOLE_TRACE_START", std::to_string(now.tv_sec * 1000000000LL + now.tv_nsec).c_str(), 1);
}

void rerun_interposed(const TraceOptions& trace, char** argv) {
  if (interposed()) return;
  interpose(trace);
  if (find_interposer().empty()) return;
  execv(own_path().c_str(), argv);
  throw Failure("exec " + own_path() + ": " + std::strerror(errno));
}

}  // namespace porthole::cli
