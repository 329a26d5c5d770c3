// SPDX-License-Identifier: MIT
#include <cerrno>
#include <cstdio>

#include "protocols/urllib/request.hpp"
#include "socket/error.hpp"

namespace porthole::urllib {
namespace {

constexpr std::size_t block_size = std::size_t{64} * 1024;

/// A file written from its beginning; what fails is porthole::error with its errno.
class Written {
 public:
  explicit Written(const std::string& name) : name_(name), file_(std::fopen(name.c_str(), "wb")) {
    if (file_ == nullptr) throw_error(errno, "open", name_);
  }
  ~Written() {
    if (file_ != nullptr) std::fclose(file_);
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;

  void write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) throw_error(errno, "write", name_);
  }
  void close() {
    std::FILE* file = file_;
    file_ = nullptr;
    if (std::fclose(file) != 0) throw_error(errno, "close", name_);
  }

 private:
  std::string name_;
  std::FILE* file_;
};

}  // namespace

http::HTTPMessage urlretrieve(const Request& request, const std::string& filename,
                              const ReportHook& reporthook, const Options& options) {
  Response response = urlopen(request, options);
  const auto length = response.length();
  const long long total = length ? static_cast<long long>(*length) : -1;
  Written file(filename);
  if (reporthook) reporthook(0, block_size, total);
  for (long long blocks = 1;; ++blocks) {
    const std::string block = response.read(block_size);
    if (block.empty()) break;
    file.write(block);
    if (reporthook) reporthook(blocks, block_size, total);
  }
  file.close();
  return response.headers();
}

}  // namespace porthole::urllib
