// SPDX-License-Identifier: MIT
#include "protocols/stream/channel.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "socket/error.hpp"

namespace porthole {
namespace {

std::string_view as_text(const std::byte* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

Channel::Channel(std::unique_ptr<Stream> stream)
    : stream_(std::move(stream)), buffer_(std::make_unique<std::byte[]>(buffer_size)) {}

Stream& Channel::stream() const {
  if (!stream_) throw_error(EBADF, "stream", "closed");
  return *stream_;
}

void Channel::close() {
  const std::unique_ptr<Stream> stream = std::move(stream_);
  start_ = end_ = 0;
  if (stream) stream->close();
}

/// Receives into the empty buffer; false at the end.
bool Channel::fill() {
  start_ = 0;
  end_ = 0;
  end_ = stream().recv_into({buffer_.get(), buffer_size});
  return end_ > 0;
}

bool Channel::wait(Timeout time) {
  if (start_ != end_) return true;
  const Timeout usual = stream().gettimeout();
  stream().settimeout(time);
  bool came = true;
  try {
    fill();
  } catch (const timeout&) {
    came = false;
  }
  stream().settimeout(usual);
  return came;
}

std::string Channel::readline(std::size_t limit) {
  if (auto line = readline_or_end(limit)) return *std::move(line);
  throw EOFError("the host closed the connection");
}

std::optional<std::string> Channel::readline_or_end(std::size_t limit) {
  std::string line;
  for (;;) {
    if (start_ == end_ && !fill()) {
      if (line.empty()) return std::nullopt;
      throw EOFError("the host closed the connection within a line");
    }
    const std::string_view held = as_text(buffer_.get() + start_, end_ - start_);
    const std::size_t newline = held.find('\n');
    const std::string_view part = held.substr(0, newline);
    // The CR that may still belong to the line's end is not counted.
    if (line.size() + part.size() > limit + 1)
      throw LimitError("the host sent a line longer than " + std::to_string(limit) + " bytes");
    line += part;
    start_ += part.size() + (newline == std::string_view::npos ? 0 : 1);
    if (newline == std::string_view::npos) continue;
    if (line.ends_with('\r')) line.pop_back();
    if (line.size() > limit)
      throw LimitError("the host sent a line longer than " + std::to_string(limit) + " bytes");
    return line;
  }
}

std::string Channel::read(std::size_t size) {
  std::string data;
  while (data.size() < size) {
    const std::string part = read_some(size - data.size());
    if (part.empty())
      throw EOFError("the host closed the connection with " + std::to_string(size - data.size()) +
                     " bytes missing");
    data += part;
  }
  return data;
}

std::string Channel::read_some(std::size_t size) {
  if (size == 0 || (start_ == end_ && !fill())) return {};
  const std::size_t count = std::min(size, end_ - start_);
  std::string part(as_text(buffer_.get() + start_, count));
  start_ += count;
  return part;
}

std::size_t Channel::read_into(std::span<std::byte> memory) {
  if (memory.empty()) return 0;
  // What would empty the buffer at once need not pass through it.
  if (start_ == end_ && memory.size() >= buffer_size) return stream().recv_into(memory);
  if (start_ == end_ && !fill()) return 0;
  const std::size_t count = std::min(memory.size(), end_ - start_);
  std::memcpy(memory.data(), buffer_.get() + start_, count);
  start_ += count;
  return count;
}

std::string Channel::read_to_end(std::size_t limit) {
  std::string data;
  for (;;) {
    const std::string part = read_some(limit - data.size() + 1);
    if (part.empty()) return data;
    data += part;
    if (data.size() > limit) throw LimitError("the host sent more than " + std::to_string(limit) + " bytes");
  }
}

}  // namespace porthole
