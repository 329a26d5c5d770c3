// SPDX-License-Identifier: MIT
#include "engine/frames.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "engine/pipe.hpp"

namespace porthole::engine {
namespace {

constexpr std::size_t buffer_size = std::size_t{512} * 1024;
constexpr std::size_t number_size = 4;

// What one call of `receive` may do before other links have their turn, and what a frame and a message cost.
constexpr unsigned turn_budget = 1024;
constexpr unsigned message_cost = 64;
constexpr std::size_t most_gathered = 256;
constexpr std::size_t most_awaited = 65536;

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
  auto have = rest_.size();
  if (!pending_) {
    auto const count = ::recv(fd(), buffer.data() + have, buffer.size() - have, MSG_DONTWAIT);
    if (count < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return true;
      fail(errno);
      return false;
    }
    if (count == 0) return false;
    received_ += static_cast<std::uint64_t>(count);
    have += static_cast<std::size_t>(count);
  }
  rest_.clear();
  budget_ = turn_budget;
  auto bytes = buffer.first(have);
  try {
    while (!close_received() && budget_ > 0) {
      auto const taken = passage_ && passage_->left > 0 ? pass(*passage_, bytes) : frame(bytes);
      if (!taken) break;
      bytes = bytes.subspan(*taken);
    }
  } catch (Violation const&) {
    push();  // what came before it was good
    throw;
  }
  push();
  await(passage_ ? passage_->left : 0);
  pending_ = budget_ == 0 && !bytes.empty();
  rest_.assign(bytes.data(), bytes.size());
  if (rest_.empty()) rest_.shrink_to_fit();
  return true;
}

/// A browser writes a frame in small parts: the rest of it is sure to come, so one need not wake for each.
void Frames::await(std::size_t left) {
  auto const wanted = static_cast<int>(std::clamp(left, std::size_t{1}, most_awaited));
  if (wanted == awaited_ || ::setsockopt(fd(), SOL_SOCKET, SO_RCVLOWAT, &wanted, sizeof wanted) != 0) return;
  awaited_ = wanted;
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
  std::uint32_t mask = 0;
  if (bytes.size() < offset + sizeof mask) return std::nullopt;
  std::memcpy(&mask, bytes.data() + offset, sizeof mask);
  offset += sizeof mask;
  auto const payload = bytes.subspan(offset);
  if (auto const begun = begin_passage(opcode, final, size, mask, payload)) {
    --budget_;
    return offset + *begun;
  }
  if (payload.size() < size) return std::nullopt;
  --budget_;
  unmask(payload.first(size), mask);
  deliver(opcode, final, payload.first(size));
  return offset + size;
}

Pipe* Frames::taker(std::uint32_t number) const {
  auto const found = pipes_.find(number);
  return found != pipes_.end() && found->second->accepting ? found->second : nullptr;
}

/// Whether this frame's bytes can go to their pipe as they come: then how many stand before them.
std::optional<std::size_t> Frames::begin_passage(unsigned opcode, bool final, std::size_t size,
                                                 std::uint32_t mask, std::span<char> payload) {
  std::size_t before = 0;
  if (opcode == binary) {
    if (size <= number_size || payload.size() < number_size) return std::nullopt;
    std::array<char, number_size> head{};
    std::copy_n(payload.begin(), head.size(), head.begin());
    unmask(head, mask);
    before = number_size;
    auto const number = little_endian(head);
    auto const* const pipe = taker(number);
    if (pipe == nullptr || static_cast<std::int64_t>(size - before) > pipe->allowed) return std::nullopt;
    passage_ = Passage{.number = number};
  } else if (opcode != continuation || !passage_) {
    return std::nullopt;
  } else if (auto const* const pipe = taker(passage_->number)) {
    if (static_cast<std::int64_t>(size) > pipe->allowed) return std::nullopt;
  }
  passage_->size += size;
  passage_->left = size - before;
  passage_->mask = mask;
  passage_->final = final;
  end_passage();
  return before;
}

std::optional<std::size_t> Frames::pass(Passage& passage, std::span<char> bytes) {
  if (bytes.empty()) return std::nullopt;
  auto const part = bytes.first(std::min(passage.left, bytes.size()));
  unmask(part, passage.mask);
  std::array<char, sizeof passage.mask> key{};
  std::memcpy(key.data(), &passage.mask, key.size());
  std::rotate(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(part.size() % key.size()), key.end());
  std::memcpy(&passage.mask, key.data(), key.size());
  passage.left -= part.size();
  // One that has died meanwhile drops the rest of the message.
  auto* const pipe = taker(passage.number);
  end_passage();
  if (pipe != nullptr) gather(*pipe, part);
  return part.size();
}

/// Browsers cut messages into frames as their own buffers have them: what one read has for a socket goes on
/// at once.
void Frames::gather(Pipe& pipe, std::span<char> part) {
  if (gathering_ != &pipe || gathered_.size() == most_gathered) push();
  pipe.count(part.size());
  gathering_ = &pipe;
  gathered_.push_back({part.data(), part.size()});
}

void Frames::push() {
  if (gathered_.empty()) return;
  auto const pieces = std::exchange(gathered_, {});
  std::exchange(gathering_, nullptr)->push(pieces);
}

void Frames::end_passage() {
  if (passage_ && passage_->left == 0 && passage_->final) passage_.reset();
}

/// Refuses a frame by its header, before its bytes are waited for.
void Frames::check(unsigned opcode, bool final, std::uint64_t size) const {
  if (opcode >= closing) {
    if (opcode > pong || !final || size > 125)
      throw Violation("a control frame is unknown, fragmented or too long", 1002);
    return;
  }
  if (opcode > binary) throw Violation("a frame has an unknown opcode", 1002);
  if ((opcode == continuation) != (partial_ || passage_))
    throw Violation("a fragment has no beginning or no end", 1002);
  auto const begun = passage_ ? binary : partial_kind_;
  auto const kind = opcode == continuation ? begun : static_cast<Opcode>(opcode);
  auto const limit = kind == text ? text_limit : data_limit + number_size;
  auto const before = passage_ ? passage_->size : partial_ ? partial_->size() : 0;
  if (size > limit || size + before > limit)
    throw Violation("a message is longer than " + std::to_string(limit) + " bytes", 1009);
}

void Frames::deliver(unsigned opcode, bool final, std::span<char> payload) {
  if (opcode == ping) {
    queue(pong, {payload.data(), payload.size()});
  } else if (opcode == closing) {
    close_code_ =
        payload.size() >= 2 ? static_cast<int>(byte_at(payload, 0) << 8U | byte_at(payload, 1)) : 1005;
  } else if (opcode == continuation && passage_) {
    // More than its credit: whoever gets it says so.
    std::string message(number_size, '\0');
    put_number(message.data(), passage_->number);
    message.append(payload.data(), payload.size());
    passage_->final = final;
    end_passage();
    whole(binary, message);
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
  push();
  if (opcode == binary && payload.size() > number_size) {
    auto* const pipe = taker(little_endian(payload));
    auto const data = payload.subspan(number_size);
    if (pipe != nullptr && static_cast<std::int64_t>(data.size()) <= pipe->allowed) {
      gather(*pipe, data);
      push();  // as these bytes live no longer
      return;
    }
  }
  budget_ -= std::min(budget_, message_cost);
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
