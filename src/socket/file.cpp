// SPDX-License-Identifier: MIT
#include "socket/file.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "socket/descriptor.hpp"
#include "socket/error.hpp"
#include "socket/no_signal.hpp"
#include "socket/os.hpp"
#include "socket/text_codec.hpp"
#include "socket/utf8.hpp"

namespace porthole {
namespace {

constexpr std::size_t default_buffer_size = 8192;

bool has(std::string_view mode, char c) {
  return mode.find(c) != std::string_view::npos;
}

void check_mode(std::string_view mode) {
  if (mode.find_first_not_of("rwb") != std::string_view::npos) {
    throw std::invalid_argument("invalid mode '" + std::string(mode) + "' (only r, w, b allowed)");
  }
}

/// The bytes that so many characters of text take.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (characters-- > 0 && at < text.size())
    at += static_cast<std::size_t>(std::max(1, utf8_length(text.substr(at))));
  return std::min(at, text.size());
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

File::File(std::shared_ptr<Descriptor> descriptor, std::string_view mode, const FileOptions& options)
    : reading_(has(mode, 'r') || !has(mode, 'w')), writing_(has(mode, 'w')) {
  check_mode(mode);
  const bool binary = has(mode, 'b');
  if (options.buffering == 0 && !binary) throw std::invalid_argument("unbuffered streams must be binary");
  if (!descriptor || descriptor->fd < 0) throw_error(EBADF, "makefile");
  if (!binary) codec_ = std::make_unique<TextCodec>(options.encoding, options.errors, options.newline);
  buffer_size_ = options.buffering < 0 ? default_buffer_size : static_cast<std::size_t>(options.buffering);
  descriptor_ = std::move(descriptor);
  ++descriptor_->files;
}

File::File(File&&) noexcept = default;

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    File old(std::move(*this));
    descriptor_ = std::move(other.descriptor_);
    codec_ = std::move(other.codec_);
    reading_ = other.reading_;
    writing_ = other.writing_;
    timed_out_ = other.timed_out_;
    ended_ = other.ended_;
    buffer_size_ = other.buffer_size_;
    in_ = std::move(other.in_);
    start_ = other.start_;
    out_ = std::move(other.out_);
  }
  return *this;
}

File::~File() {
  if (!descriptor_) return;
  try {
    close();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // A destructor never throws: who wants to know calls close().
  }
}

void File::require_open() const {
  if (!descriptor_) throw std::invalid_argument("I/O operation on closed file.");
}

void File::require_reading() const {
  require_open();
  if (!reading_) throw error("not readable");
}

void File::require_writing() const {
  require_open();
  if (!writing_) throw error("not writable");
}

int File::fileno() const {
  require_open();
  return descriptor_->fd;
}

std::optional<std::size_t> File::receive(char* buffer, std::size_t size) {
  if (timed_out_) throw error("cannot read from timed out object");
  try {
    return static_cast<std::size_t>(call_within(
        *descriptor_, POLLIN, "recv", [&] { return PORTHOLE_OS(recv)(descriptor_->fd, buffer, size, 0); }));
  } catch (const BlockingIOError&) {
    return std::nullopt;
  } catch (const timeout&) {
    timed_out_ = true;
    throw;
  }
}

std::optional<std::size_t> File::readinto(std::span<std::byte> buffer) {
  require_reading();
  if (codec_) throw error("readinto is for binary files");
  if (start_ < in_.size()) {
    const std::string data = take(buffer.size());
    std::copy(data.begin(), data.end(), reinterpret_cast<char*>(buffer.data()));
    return data.size();
  }
  return receive(reinterpret_cast<char*>(buffer.data()), buffer.size());
}

/// Receives once into the buffer; false at the end.
bool File::fill() {
  if (ended_ && codec_) return false;
  in_.erase(0, std::exchange(start_, 0));
  std::string piece(std::max<std::size_t>(buffer_size_, 1), '\0');
  const std::optional<std::size_t> size = receive(piece.data(), piece.size());
  if (!size) throw_error(EAGAIN, "recv", descriptor_->peer);
  piece.resize(*size);
  ended_ = piece.empty();
  in_ += codec_ ? codec_->decode(piece, ended_) : piece;
  return !ended_;
}

std::string File::take(std::size_t size) {
  std::string out = in_.substr(start_, size);
  start_ += out.size();
  return out;
}

std::string File::read(std::ptrdiff_t size) {
  require_reading();
  if (codec_) return read_text(size);
  if (buffer_size_ == 0 && size >= 0) {
    std::string data(static_cast<std::size_t>(size), '\0');
    const std::optional<std::size_t> count = receive(data.data(), data.size());
    if (!count) throw_error(EAGAIN, "recv", descriptor_->peer);
    data.resize(*count);
    return data;
  }
  const std::size_t wanted = size < 0 ? std::string::npos : static_cast<std::size_t>(size);
  try {
    while (in_.size() - start_ < wanted && fill()) {
    }
  } catch (const BlockingIOError&) {
    if (start_ == in_.size()) throw;
  }
  return take(wanted);
}

std::string File::read_text(std::ptrdiff_t size) {
  const std::size_t wanted = size < 0 ? std::string::npos : static_cast<std::size_t>(size);
  // The count goes on from where it was, so that a long read does not count its beginning again and again.
  std::size_t have = characters_in(std::string_view(in_).substr(start_));
  while (have < wanted) {
    const std::size_t before = in_.size() - start_;
    const bool more = fill();
    have += characters_in(std::string_view(in_).substr(start_ + before));
    if (!more) break;
  }
  return take(size < 0 ? wanted : bytes_of(std::string_view(in_).substr(start_), wanted));
}

std::string File::read1(std::ptrdiff_t size) {
  require_reading();
  if (codec_) throw error("read1 is for binary files");
  if (size == 0) return {};
  if (start_ == in_.size()) fill();
  return take(size < 0 ? std::string::npos : static_cast<std::size_t>(size));
}

std::string File::readline(std::ptrdiff_t limit) {
  require_reading();
  const std::size_t most = limit < 0 ? std::string::npos : static_cast<std::size_t>(limit);
  std::size_t looked = 0;  // what has been searched for a newline is not searched again
  for (;;) {
    const std::string_view rest = std::string_view(in_).substr(start_);
    const std::size_t from = looked > 0 ? looked - 1 : 0;  // a newline may have begun with the last byte
    std::optional<std::size_t> end;
    if (codec_) {
      end = codec_->line_end(rest.substr(from), ended_);
    } else if (const std::size_t at = rest.find('\n', from); at != std::string_view::npos) {
      end = at + 1 - from;
    }
    if (end) *end += from;
    const std::size_t cut = codec_ && limit >= 0 ? bytes_of(rest, most) : most;
    const bool full = codec_ ? limit >= 0 && characters_in(rest) >= most : rest.size() >= most;
    if (end || full) return take(std::min(end.value_or(std::string::npos), cut));
    looked = rest.size();
    if (!fill()) {
      const std::string_view last = std::string_view(in_).substr(start_);
      if (codec_ && last.size() > looked) continue;
      return take(cut);
    }
  }
}

std::vector<std::string> File::readlines() {
  std::vector<std::string> lines;
  for (const std::string& line : *this) lines.push_back(line);
  return lines;
}

File::Iterator& File::Iterator::operator++() {
  line_ = file_->readline();
  if (line_.empty()) file_ = nullptr;
  return *this;
}

std::size_t File::write(Bytes data) {
  require_writing();
  if (buffer_size_ == 0) {
    return static_cast<std::size_t>(call_within(*descriptor_, POLLOUT, "send", [&] {
      return PORTHOLE_OS(send)(descriptor_->fd, data.data(), data.size(), no_signal);
    }));
  }
  out_ += codec_ ? codec_->encode(data.view()) : std::string(data.view());
  if (out_.size() > buffer_size_) flush();
  return codec_ ? characters_in(data.view()) : data.size();
}

void File::writelines(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) write(line);
}

void File::flush() {
  require_open();
  std::size_t sent = 0;
  try {
    while (sent < out_.size()) {
      sent += static_cast<std::size_t>(call_within(*descriptor_, POLLOUT, "send", [&] {
        return PORTHOLE_OS(send)(descriptor_->fd, out_.data() + sent, out_.size() - sent, no_signal);
      }));
    }
  } catch (...) {
    out_.erase(0, sent);  // what has gone is not sent twice
    throw;
  }
  out_.clear();
}

void File::release() {
  const std::shared_ptr<Descriptor> shared = std::exchange(descriptor_, nullptr);
  if (--shared->files == 0 && shared->closed) shared->close_now();
}

void File::close() {
  if (!descriptor_) return;
  try {
    if (writing_) flush();
  } catch (...) {
    release();
    throw;
  }
  release();
}

}  // namespace porthole
