// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::cli {

/// Where a body goes: a file, made when it is opened, or standard output. Throws Failure with curl's status
/// 23 when it cannot be written.
class Output {
 public:
  /// Empty and `-` are standard output.
  explicit Output(const std::string& file) : file_(file == "-" ? "" : file) {}
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Makes the file, or empties it; keeping its end, when writing shall go on there.
  void open(bool append = false);
  /// Writes all; opens first if that was not done.
  void write(std::string_view bytes);
  /// Closes, so that an error shows that the system kept until now.
  void close();

 private:
  [[noreturn]] void fail(const char* call) const;

  std::string file_;
  int fd_ = -1;
};

}  // namespace porthole::cli
