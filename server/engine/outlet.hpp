// SPDX-License-Identifier: MIT
// What goes to the page over one connection: bytes of hosts, each piece behind a header that says whose it
// is.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace porthole::engine {

inline constexpr std::size_t data_limit = 262144;  // of one piece, without its header

/// Writes to the non-blocking connection `fd`, which stays its owner's; what that does not take waits here.
class Outlet {
 public:
  explicit Outlet(int fd) : fd_(fd) {}
  Outlet(Outlet const&) = delete;
  Outlet& operator=(Outlet const&) = delete;
  virtual ~Outlet() = default;

  /// Sends one piece of what can be read from a host, at most `most` bytes, and never more than `data_limit`.
  /// Its size; 0 at the host's end; minus errno when the host's connection fails, -EAGAIN among them.
  long relay(int host, std::uint32_t number, std::size_t most);

  /// Queues bytes as they are.
  void append(std::string_view bytes);

  /// Writes as much as the connection takes.
  void flush();

  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }

  /// The errno of the connection's death; it writes nothing from then on.
  [[nodiscard]] int error() const noexcept { return error_; }

 protected:
  static constexpr std::size_t header_limit = 14;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  void fail(int error);
  void drop();

 private:
  /// Writes the header of a piece of `size` bytes of the socket `number`, at most `header_limit` long; its
  /// length.
  virtual std::size_t put_data_header(char* to, std::uint32_t number, std::size_t size) const = 0;

  std::size_t write(iovec const* parts, int count);

  int fd_;
  std::deque<std::string> out_;
  std::size_t first_sent_ = 0;  // of the first one of `out_`
  std::size_t waiting_ = 0;
  std::uint64_t sent_ = 0;
  int error_ = 0;
};

/// The second way down, the body of an answer to a POST: a header is the socket's number and the size, both
/// u32.
class Body final : public Outlet {
 public:
  using Outlet::Outlet;

 private:
  std::size_t put_data_header(char* to, std::uint32_t number, std::size_t size) const override;
};

/// Queues bytes; small pieces are put together, as each costs memory of its own.
void join(std::deque<std::string>& queue, std::string_view bytes);

/// Four bytes in little-endian order.
void put_number(char* to, std::uint32_t number);

}  // namespace porthole::engine
