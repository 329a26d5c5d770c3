// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "socket/bytes.hpp"

namespace porthole {

class TextCodec;
struct Descriptor;

/// What Socket::makefile() takes besides the mode, with Python's meanings and defaults.
struct FileOptions {
  int buffering = -1;                       ///< bytes; -1 is 8192; 0 (no buffer) for binary files only
  std::string encoding = "utf-8";           ///< text only: utf-8, ascii, latin-1
  std::string errors = "strict";            ///< text only: strict, ignore, replace
  std::optional<std::string> newline = {};  ///< text only: none translates every newline to '\n'
};

/// A file on a socket, as Python's makefile() gives it: text in lines, or bytes, with a buffer each way. It
/// shares the descriptor with its socket, which is closed when both are. What was written goes out with
/// flush() or close().
///
/// A timeout inside a read leaves the file unusable for reading ("cannot read from timed out object"), as
/// nobody knows how much was lost. On a non-blocking socket a read or write that gets nothing done throws
/// BlockingIOError.
class File {
 public:
  File(std::shared_ptr<Descriptor> descriptor, std::string_view mode, const FileOptions& options);
  File(File&&) noexcept;
  File& operator=(File&&) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  /// Reads size bytes (characters of a text file), fewer only at the end; negative: all there is until the
  /// end. Without a buffer it is one receive.
  std::string read(std::ptrdiff_t size = -1);
  /// One receive at most: what the buffer has, or what comes next. Binary only.
  std::string read1(std::ptrdiff_t size = -1);
  /// Fills the buffer as one receive can; nothing where a non-blocking socket has nothing yet, 0 at the end.
  std::optional<std::size_t> readinto(std::span<std::byte> buffer);
  /// One line with its newline, at most limit bytes (characters) of it; empty at the end.
  std::string readline(std::ptrdiff_t limit = -1);
  std::vector<std::string> readlines();

  /// Takes the data into the buffer, or sends once where there is none: the number of bytes (characters of a
  /// text file) taken.
  std::size_t write(Bytes data);
  void writelines(const std::vector<std::string>& lines);
  /// Sends what the buffer holds.
  void flush();

  /// Flushes, then gives its part of the descriptor back. Closing twice is fine.
  void close();
  bool closed() const noexcept { return descriptor_ == nullptr; }

  bool readable() const noexcept { return reading_; }
  bool writable() const noexcept { return writing_; }
  int fileno() const;

  /// Goes through the lines that are left: for (const std::string& line : file).
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::string;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string*;
    using reference = const std::string&;

    Iterator() = default;
    explicit Iterator(File& file) : file_(&file) { ++*this; }
    reference operator*() const { return line_; }
    pointer operator->() const { return &line_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.file_ == b.file_; }

   private:
    File* file_ = nullptr;
    std::string line_;
  };
  Iterator begin() { return Iterator(*this); }
  Iterator end() { return {}; }

 private:
  void require_open() const;
  void require_reading() const;
  void require_writing() const;
  std::optional<std::size_t> receive(char* buffer, std::size_t size);
  bool fill();
  std::string take(std::size_t size);
  std::string read_text(std::ptrdiff_t size);
  void release();

  std::shared_ptr<Descriptor> descriptor_;
  std::unique_ptr<TextCodec> codec_;  ///< none for a binary file
  bool reading_;
  bool writing_;
  bool timed_out_ = false;
  bool ended_ = false;
  std::size_t buffer_size_;
  std::string in_;  ///< received (and decoded), from start_ on not yet read
  std::size_t start_ = 0;
  std::string out_;  ///< written, not yet sent
};

}  // namespace porthole
