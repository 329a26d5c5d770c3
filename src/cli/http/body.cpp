// SPDX-License-Identifier: MIT
// What a request of `porthole http` carries.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "cli/failure.hpp"
#include "cli/http/fetch.hpp"

namespace porthole::cli {
namespace {

/// A file, or standard input for `-`, open for reading.
class Input {
 public:
  explicit Input(const std::string& name)
      : name_(name), fd_(name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) fail("open ");
  }
  ~Input() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  std::size_t read(std::span<std::byte> memory) {
    for (;;) {
      const ssize_t count = ::read(fd_, memory.data(), memory.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) fail("read ");
    }
  }

  /// A regular file's size; nothing for what has none.
  [[nodiscard]] std::optional<std::uint64_t> size() const {
    struct stat status{};
    if (fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  [[noreturn]] void fail(const char* call) const {
    throw Failure(call + name_ + ": " + std::strerror(errno), Status::cannot_read);
  }

  std::string name_;
  int fd_;
};

std::string contents(const std::string& name) {
  Input input(name);
  std::string all;
  std::string part(65536, '\0');
  while (const std::size_t count = input.read(std::as_writable_bytes(std::span(part)))) {
    if (all.size() + count > urllib::Response::max_read)
      throw Failure(name + " is longer than 64 MiB: send it with -T", Status::cannot_read);
    all.append(part, 0, count);
  }
  return all;
}

/// "@FILE" is what the file holds; -d leaves line ends out of it, as curl does.
std::string piece(const std::string& data, bool binary) {
  if (!data.starts_with('@')) return data;
  std::string text = contents(data.substr(1));
  if (!binary) std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return text;
}

std::string urlencoded(const std::string& data) {
  const std::size_t equals = data.find('=');
  if (equals == std::string::npos) return urllib::quote_plus(data);
  return urllib::quote_plus(data.substr(0, equals)) + '=' + urllib::quote_plus(data.substr(equals + 1));
}

std::optional<std::string> joined_data(const HttpOptions& options) {
  std::optional<std::string> all;
  const auto add = [&](const std::string& part) { all = all ? *all + '&' + part : part; };
  for (const std::string& data : options.data) add(piece(data, false));
  for (const std::string& data : options.data_binary) add(piece(data, true));
  for (const std::string& data : options.data_urlencode) add(urlencoded(data));
  return all;
}

std::pair<std::string, std::string> header(const std::string& text) {
  if (text.ends_with(';') && text.find(':') == std::string::npos)
    return {text.substr(0, text.size() - 1), ""};
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos)
    throw Failure("-H " + text + ": a header is \"Name: value\"", Status::usage);
  return {text.substr(0, colon), std::string(http::trimmed(std::string_view(text).substr(colon + 1)))};
}

/// Opened anew each time the request is sent: a redirect may ask for the body again.
http::RequestBody upload(const std::string& name, bool chunked) {
  const auto input = std::make_shared<Input>(name);
  const auto size = chunked ? std::nullopt : input->size();
  return {[input](std::span<std::byte> memory) { return input->read(memory); }, size};
}

}  // namespace

urllib::Request make_request(const HttpOptions& options) {
  urllib::Request request(checked_url(options.command, options.url));
  request.method = options.method;
  request.headers.emplace_back("User-Agent", "porthole/" PORTHOLE_VERSION);
  request.headers.emplace_back("Accept", "*/*");
  for (const std::string& text : options.headers) {
    auto given = header(text);
    std::erase_if(request.headers, [&](const auto& each) {
      return http::same_ignoring_case(each.first, given.first) &&
             (http::same_ignoring_case(given.first, "User-Agent") ||
              http::same_ignoring_case(given.first, "Accept"));
    });
    request.headers.push_back(std::move(given));
  }
  if (!options.range.empty()) request.headers.emplace_back("Range", "bytes=" + options.range);
  if (options.expect_continue) request.headers.emplace_back("Expect", "100-continue");
  if (!options.upload.empty()) {
    const std::string name = options.upload;
    request.body = [name, chunked = options.chunked] { return upload(name, chunked); };
    if (request.method.empty()) request.method = "PUT";
  } else if (auto data = joined_data(options)) {
    request.data = std::move(data);
  }
  return request;
}

}  // namespace porthole::cli
