// SPDX-License-Identifier: MIT
#include "engine/frames.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "engine/pipe.hpp"

namespace porthole::engine {
namespace {

constexpr std::size_t buffer_size = std::size_t{512} * 1024;
constexpr std::size_t number_size = 4;

/// Every link reads into it, and keeps only the beginning of a frame that is not whole.
std::span<char> read_buffer() {
  thread_local auto const buffer = std::make_unique_for_overwrite<char[]>(buffer_size);
  return {buffer.get(), buffer_size};
}

std::size_t put_header(char* to, Opcode opcode, std::size_t size) {
  to[0] = static_cast<char>(0x80U | opcode);
  if (size < 126) {
    to[1] = static_cast<char>(size);
    return 2;
  }
  auto const length_size = size < 65536 ? 2U : 8U;
  to[1] = static_cast<char>(length_size == 2 ? 126 : 127);
  for (auto index = 0U; index < length_size; ++index)
    to[2 + index] = static_cast<char>(size >> (8 * (length_size - 1 - index)));
  return 2 + length_size;
}

unsigned byte_at(std::span<char const> bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

std::uint32_t little_endian(std::span<char const> bytes) {
  return byte_at(bytes, 0) | byte_at(bytes, 1) << 8U | byte_at(bytes, 2) << 16U | byte_at(bytes, 3) << 24U;
}

}  // namespace

void unmask(std::span<char> payload, std::uint32_t mask) {
  std::uint64_t const twice = std::uint64_t{mask} << 32U | mask;
  std::size_t at = 0;
  for (; at + sizeof twice <= payload.size(); at += sizeof twice) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data() + at, sizeof word);
    word ^= twice;
    std::memcpy(payload.data() + at, &word, sizeof word);
  }
  std::array<char, sizeof mask> key{};
  std::memcpy(key.data(), &mask, sizeof mask);
  for (; at < payload.size(); ++at) payload[at] = static_cast<char>(payload[at] ^ key[at % key.size()]);
}

bool Frames::receive() {
  auto const buffer = read_buffer();
  std::copy(rest_.begin(), rest_.end(), buffer.begin());
  auto const count = ::recv(fd(), buffer.data() + rest_.size(), buffer.size() - rest_.size(), MSG_DONTWAIT);
  if (count < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return true;
    fail(errno);
    return false;
  }
  if (count == 0) return false;
  received_ += static_cast<std::uint64_t>(count);
  auto bytes = buffer.first(rest_.size() + static_cast<std::size_t>(count));
  rest_.clear();
  while (!close_received()) {
    auto const taken = frame(bytes);
    if (!taken) break;
    bytes = bytes.subspan(*taken);
  }
  rest_.assign(bytes.data(), bytes.size());
  if (rest_.empty()) rest_.shrink_to_fit();
  return true;
}

std::optional<std::size_t> Frames::frame(std::span<char> bytes) {
  if (bytes.size() < 2) return std::nullopt;
  auto const first = byte_at(bytes, 0);
  auto const second = byte_at(bytes, 1);
  if ((first & 0x70U) != 0) throw Violation("a frame has reserved bits set", 1002);
  if ((second & 0x80U) == 0) throw Violation("a frame is not masked", 1002);
  std::uint64_t size = second & 0x7FU;
  std::size_t offset = 2;
  if (size >= 126) {
    auto const length_size = size == 126 ? 2U : 8U;
    if (bytes.size() < offset + length_size) return std::nullopt;
    size = 0;
    for (auto index = 0U; index < length_size; ++index) size = size << 8U | byte_at(bytes, offset + index);
    offset += length_size;
  }
  auto const opcode = first & 0x0FU;
  auto const final = (first & 0x80U) != 0;
  check(opcode, final, size);
  if (bytes.size() < offset + sizeof(std::uint32_t) + size) return std::nullopt;
  std::uint32_t mask = 0;
  std::memcpy(&mask, bytes.data() + offset, sizeof mask);
  auto const payload = bytes.subspan(offset + sizeof mask, size);
  unmask(payload, mask);
  deliver(opcode, final, payload);
  return offset + sizeof mask + size;
}

/// Refuses a frame by its header, before its bytes are waited for.
void Frames::check(unsigned opcode, bool final, std::uint64_t size) const {
  if (opcode >= closing) {
    if (opcode > pong || !final || size > 125)
      throw Violation("a control frame is unknown, fragmented or too long", 1002);
    return;
  }
  if (opcode > binary) throw Violation("a frame has an unknown opcode", 1002);
  if ((opcode == continuation) != partial_.has_value())
    throw Violation("a fragment has no beginning or no end", 1002);
  auto const kind = opcode == continuation ? partial_kind_ : static_cast<Opcode>(opcode);
  auto const limit = kind == text ? text_limit : data_limit + number_size;
  auto const before = partial_ ? partial_->size() : 0;
  if (size > limit || size + before > limit)
    throw Violation("a message is longer than " + std::to_string(limit) + " bytes", 1009);
}

void Frames::deliver(unsigned opcode, bool final, std::span<char> payload) {
  if (opcode == ping) {
    queue(pong, {payload.data(), payload.size()});
  } else if (opcode == closing) {
    close_code_ =
        payload.size() >= 2 ? static_cast<int>(byte_at(payload, 0) << 8U | byte_at(payload, 1)) : 1005;
  } else if (opcode != pong) {
    if (final && opcode != continuation) {
      whole(static_cast<Opcode>(opcode), payload);
      return;
    }
    if (!partial_) {
      partial_.emplace();
      partial_kind_ = static_cast<Opcode>(opcode);
    }
    partial_->append(payload.data(), payload.size());
    if (final) {
      auto message = std::move(*partial_);
      partial_.reset();
      whole(partial_kind_, message);
    }
  }
}

void Frames::whole(Opcode opcode, std::span<char> payload) {
  if (opcode == binary && payload.size() > number_size) {
    auto const found = pipes_.find(little_endian(payload));
    auto const data = payload.subspan(number_size);
    if (found != pipes_.end() && found->second->accepting &&
        static_cast<std::int64_t>(data.size()) <= found->second->allowed) {
      found->second->push(data);
      return;
    }
  }
  if (auto const message = message_) message(opcode, payload);  // a copy, as the call may end us
}

void Frames::queue(Opcode opcode, std::string_view payload) {
  std::string message(header_limit, '\0');
  message.resize(put_header(message.data(), opcode, payload.size()));
  message += payload;
  append(message);
}

std::size_t Frames::put_data_header(char* to, std::uint32_t number, std::size_t size) const {
  auto const length = put_header(to, binary, number_size + size);
  put_number(to + length, number);
  return length + number_size;
}

}  // namespace porthole::engine
