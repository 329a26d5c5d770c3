// SPDX-License-Identifier: MIT
#include "preload/call.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace porthole::preload {
namespace {

/// PORTHOLE_TRACE: a descriptor's number or a file to append to. PORTHOLE_TRACE_BYTES: how many bytes of each
/// transfer are shown, or `all`. PORTHOLE_TRACE_START: the monotonic nanosecond that counts as zero.
/// PORTHOLE_TRACE_FORMAT: `json`, else text.
struct Trace {
  int fd = -1;
  std::size_t bytes = 64;
  long long zero = 0;
  long process = 0;
  bool json = false;
};

Trace trace;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
thread_local bool writing __attribute__((tls_model("initial-exec"))) = false;

constexpr std::size_t markable = 65536;
std::atomic<std::uint64_t> marks[markable / 64];

long long now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

void write_out(std::string_view words) {
  while (!words.empty()) {
    const long written = syscall(SYS_write, trace.fd, words.data(), words.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    words.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// A copy as far up as may be, where the program's own close and dup2 do not meet it.
int far_copy(long fd) {
  for (const int low : {900, 200, 20}) {
    const long copy = syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, low);
    if (copy >= 0) return static_cast<int>(copy);
  }
  return -1;
}

int open_trace(const char* where) {
  char* end = nullptr;
  const long number = std::strtol(where, &end, 10);
  if (*end == '\0') return far_copy(number);
  const long fd = syscall(SYS_openat, AT_FDCWD, where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0) return -1;
  const int copy = far_copy(fd);
  syscall(SYS_close, fd);
  return copy;
}

__attribute__((constructor)) void start_trace() {
  const char* where = std::getenv("PORTHOLE_TRACE");
  if (where == nullptr || *where == '\0') return;
  trace.process = getpid();
  trace.zero = now();
  if (const char* zero = std::getenv("PORTHOLE_TRACE_START")) trace.zero = std::strtoll(zero, nullptr, 10);
  if (const char* bytes = std::getenv("PORTHOLE_TRACE_BYTES"))
    trace.bytes = std::strcmp(bytes, "all") == 0 ? SIZE_MAX : std::strtoull(bytes, nullptr, 10);
  if (const char* format = std::getenv("PORTHOLE_TRACE_FORMAT"))
    trace.json = std::strcmp(format, "json") == 0;
  pthread_atfork([] { pthread_mutex_lock(&lock); }, [] { pthread_mutex_unlock(&lock); },
                 [] { pthread_mutex_unlock(&lock); });
  trace.fd = open_trace(where);
}

bool is_socket(int fd) {
  struct stat status{};
  if (fstat(fd, &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
  if (fd > 2) return true;
  const auto index = static_cast<std::size_t>(fd);
  return (marks[index / 64] >> (index % 64) & 1) != 0;
}

}  // namespace

bool inside() {
  return writing;
}

void mark_socket(int fd, bool is_socket) {
  if (fd < 0 || static_cast<std::size_t>(fd) >= markable) return;
  const auto index = static_cast<std::size_t>(fd);
  const std::uint64_t bit = std::uint64_t{1} << (index % 64);
  if (is_socket)
    marks[index / 64] |= bit;
  else
    marks[index / 64] &= ~bit;
}

Call::Call() {
  if (trace.fd >= 0 && !writing) start_ = now();
}

bool Call::returned() {
  if (start_ == 0) return false;
  error_ = errno;
  end_ = now();
  return true;
}

bool Call::returned(int fd) {
  if (!returned()) return false;
  if (is_socket(fd)) return true;
  errno = error_;
  start_ = 0;
  return false;
}

Call& Call::begin(std::string_view name) {
  writing = true;
  pthread_mutex_lock(&lock);
  text_.emplace(write_out);
  line_open_ = true;
  if (trace.json) {
    text().add("{\"name\":\"").add(name).add("\",\"args\":[");
    return *this;
  }
  text().seconds(start_ - trace.zero).add(' ');
  if (const long thread = syscall(SYS_gettid); thread != trace.process) text().add('[').add(thread).add("] ");
  text().add(name).add('(');
  return *this;
}

Text& Call::open_string() {
  text().add('"').in_json_string(true);
  string_open_ = true;
  return text();
}

Text& Call::close_string() {
  text().in_json_string(false);
  if (string_open_) text().add('"');
  string_open_ = false;
  return text();
}

Text& Call::argument() {
  if (trace.json) close_string();
  if (!first_) text().add(trace.json ? "," : ", ");
  first_ = false;
  return trace.json ? open_string() : text();
}

Call& Call::number(long long value) {
  if (!trace.json) return argument().add(value), *this;
  close_string();
  if (!first_) text().add(',');
  first_ = false;
  text().add(value);
  return *this;
}

Call& Call::size(std::size_t bytes, long long pieces) {
  if (trace.json) return number(static_cast<long long>(bytes));
  argument().add(bytes).add(" bytes");
  if (pieces >= 0) text().add(" in ").add(pieces);
  return *this;
}

Call& Call::word(std::string_view value) {
  argument().add(value);
  return *this;
}

Call& Call::quoted(const char* value) {
  if (value == nullptr) return word("NULL");
  const std::string_view quote = trace.json ? "" : "\"";
  argument().add(quote).add(std::string_view(value)).add(quote);
  return *this;
}

Call& Call::address(const sockaddr* value, socklen_t length) {
  add_address(argument(), value, length);
  return *this;
}

Text& Call::result_begin() {
  if (!trace.json) return text().add(") = ");
  close_string().add("],\"start\":").milliseconds(start_ - trace.zero);
  return text().add(",\"end\":").milliseconds(end_ - trace.zero).add(",\"result\":");
}

Call& Call::result(long long value) {
  const char* known = strerrorname_np(error_);
  const std::string_view name = known == nullptr ? "errno" : known;
  result_begin();
  if (trace.json && value == -1) {
    text().add('"').add(name).add('"');
  } else {
    text().add(value);
    if (value == -1) text().add(' ').add(name);
  }
  return *this;
}

Call& Call::name_result(int code) {
  struct Name {
    int code;
    std::string_view name;
  };
  static constexpr Name names[] = {
      {EAI_BADFLAGS, "EAI_BADFLAGS"}, {EAI_NONAME, "EAI_NONAME"},     {EAI_AGAIN, "EAI_AGAIN"},
      {EAI_FAIL, "EAI_FAIL"},         {EAI_NODATA, "EAI_NODATA"},     {EAI_FAMILY, "EAI_FAMILY"},
      {EAI_SOCKTYPE, "EAI_SOCKTYPE"}, {EAI_SERVICE, "EAI_SERVICE"},   {EAI_ADDRFAMILY, "EAI_ADDRFAMILY"},
      {EAI_MEMORY, "EAI_MEMORY"},     {EAI_OVERFLOW, "EAI_OVERFLOW"},
  };
  if (code == EAI_SYSTEM) return result(-1);
  result_begin();
  const std::string_view quote = trace.json ? "\"" : "";
  for (const Name& name : names)
    if (name.code == code) return text().add(quote).add(name.name).add(quote), *this;
  text().add(code);
  return *this;
}

Text& Call::after() {
  if (!trace.json || gave_) return text().add(' ');
  gave_ = true;
  close_string().add(",\"gave\":");
  return open_string();
}

void Call::end_line() {
  if (line_open_ && trace.json) {
    close_string().add(bytes_open_ ? "\"" : "").add(",\"process\":").add(syscall(SYS_getpid));
    if (const long thread = syscall(SYS_gettid); thread != syscall(SYS_getpid))
      text().add(",\"thread\":").add(thread);
    text().add("}\n");
    line_open_ = false;
  }
  if (line_open_) text().add(" <").seconds(end_ - start_).add(">\n");
  line_open_ = false;
}

void Call::bytes(std::span<const iovec> parts, long long size) {
  if (trace.json) {
    if (size <= 0) return;
    close_string().add(bytes_open_ ? "" : ",\"bytes\":\"");
    bytes_open_ = true;
    text().hexadecimal(parts, static_cast<std::size_t>(size), trace.bytes);
    return;
  }
  end_line();
  if (size > 0) add_bytes(text(), parts, static_cast<std::size_t>(size), trace.bytes);
}

void Call::bytes(const void* data, long long size) {
  if (size <= 0) return;
  const iovec part{const_cast<void*>(data), static_cast<std::size_t>(size)};
  bytes({&part, 1}, size);
}

Call::~Call() {
  if (text_) {
    end_line();
    text().flush();
    pthread_mutex_unlock(&lock);
    writing = false;
  }
  if (start_ != 0 && end_ != 0) errno = error_;
}

}  // namespace porthole::preload
