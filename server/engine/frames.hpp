// SPDX-License-Identifier: MIT
// WebSocket messages over a non-blocking socket, from the server's side, and the bytes between them and the
// hosts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/outlet.hpp"

namespace porthole::engine {

class Pipe;

enum Opcode : unsigned { continuation = 0, text = 1, binary = 2, closing = 8, ping = 9, pong = 10 };

inline constexpr std::size_t text_limit = 65536;

/// The page broke the WebSocket protocol; `code` is the close code.
class Violation : public std::runtime_error {
 public:
  Violation(std::string const& reason, int close_code) : std::runtime_error(reason), code(close_code) {}
  int code;
};

/// XOR a payload with its mask, in place.
void unmask(std::span<char> payload, std::uint32_t mask);

/// Messages in and out over the connection `fd`, which stays its owner's.
class Frames final : public Outlet {
 public:
  /// Called for each message that is not data of an open socket; the payload is only valid during the call.
  using Message = std::function<void(Opcode, std::span<char>)>;

  Frames(int fd, Message message) : Outlet(fd), message_(std::move(message)) {}

  /// Reads what is there, once, and delivers data as it comes and other messages whole, but only so many of
  /// these: while there are more (`pending`), it reads nothing new. False when the stream has ended, or
  /// failed
  /// (`error`).
  bool receive();

  /// Queues one message.
  void queue(Opcode opcode, std::string_view payload);

  /// Delivers no more messages, and lets go of who got them, and of what was not sent.
  void end() {
    message_ = nullptr;
    drop();
  }

  /// Whether messages wait for the next call of `receive`, which need not wait for the connection.
  [[nodiscard]] bool pending() const noexcept { return pending_; }

  [[nodiscard]] std::uint64_t received() const noexcept { return received_; }
  [[nodiscard]] bool close_received() const noexcept { return close_code_.has_value(); }
  [[nodiscard]] std::optional<int> close_code() const noexcept { return close_code_; }

 private:
  friend class Pipe;

  /// A data message of an open socket: its bytes go to their pipe as they come, since browsers cut messages
  /// wherever they like.
  struct Passage {
    std::uint32_t number;
    std::size_t size = 0;    // of the message so far
    std::size_t left = 0;    // of this frame
    std::uint32_t mask = 0;  // as the next byte needs it
    bool final = false;      // whether the message ends with this frame
  };

  std::optional<std::size_t> frame(std::span<char> bytes);
  std::optional<std::size_t> begin_passage(unsigned opcode, bool final, std::size_t size, std::uint32_t mask,
                                           std::span<char> payload);
  std::optional<std::size_t> pass(Passage& passage, std::span<char> bytes);
  void end_passage();
  void gather(Pipe& pipe, std::span<char> part);
  void push();
  void await(std::size_t left);
  Pipe* taker(std::uint32_t number) const;
  void check(unsigned opcode, bool final, std::uint64_t size) const;
  void deliver(unsigned opcode, bool final, std::span<char> payload);
  void whole(Opcode opcode, std::span<char> payload);
  std::size_t put_data_header(char* to, std::uint32_t number, std::size_t size) const override;

  Message message_;
  std::unordered_map<std::uint32_t, Pipe*> pipes_;
  std::string rest_;  // the beginning of a frame that is not whole, or what is pending
  bool pending_ = false;
  unsigned budget_ = 0;  // what may still be done before others have their turn
  std::optional<Passage> passage_;
  Pipe* gathering_ = nullptr;  // whose bytes these are
  std::vector<iovec> gathered_;
  int awaited_ = 1;  // bytes that the connection is to have before it is read
  std::optional<std::string> partial_;
  Opcode partial_kind_ = text;
  std::uint64_t received_ = 0;
  std::optional<int> close_code_;
};

}  // namespace porthole::engine
