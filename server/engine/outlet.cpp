// SPDX-License-Identifier: MIT
#include "engine/outlet.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace porthole::engine {
namespace {

constexpr std::size_t gathered = 64;
constexpr std::size_t small = 16384;

}  // namespace

void join(std::deque<std::string>& queue, std::string_view bytes) {
  if (!queue.empty() && queue.back().size() + bytes.size() <= small)
    queue.back() += bytes;
  else
    queue.emplace_back(bytes);
}

void put_number(char* to, std::uint32_t number) {
  for (auto index = 0U; index < sizeof number; ++index) to[index] = static_cast<char>(number >> (8 * index));
}

long Outlet::relay(int host, std::uint32_t number, std::size_t most) {
  thread_local std::array<char, header_limit + data_limit> buffer;
  auto* const payload = buffer.data() + header_limit;
  auto const size = ::recv(host, payload, std::min(most, data_limit), MSG_DONTWAIT);
  if (size < 0) return -errno;
  if (size == 0) return 0;
  auto const length = static_cast<std::size_t>(size);
  std::array<char, header_limit> header{};
  auto const header_size = put_data_header(header.data(), number, length);
  auto* const begin = payload - header_size;
  std::memcpy(begin, header.data(), header_size);
  std::string_view const piece(begin, header_size + length);
  iovec const part{begin, piece.size()};
  append(piece.substr(out_.empty() ? write(&part, 1) : 0));
  return size;
}

void Outlet::flush() {
  while (!out_.empty()) {
    std::array<iovec, gathered> parts{};
    auto const count = std::min(out_.size(), parts.size());
    for (std::size_t index = 0; index < count; ++index) {
      auto const skip = index == 0 ? first_sent_ : 0;
      parts[index] = {out_[index].data() + skip, out_[index].size() - skip};
    }
    auto sent = write(parts.data(), static_cast<int>(count));
    if (sent == 0) return;
    waiting_ -= sent;
    while (sent > 0) {
      auto const left = out_.front().size() - first_sent_;
      if (sent < left) {
        first_sent_ += sent;
        break;
      }
      sent -= left;
      out_.pop_front();
      first_sent_ = 0;
    }
  }
}

void Outlet::append(std::string_view bytes) {
  if (bytes.empty() || error_ != 0) return;
  join(out_, bytes);
  waiting_ += bytes.size();
}

void Outlet::fail(int error) {
  error_ = error;
  drop();
}

void Outlet::drop() {
  out_.clear();
  waiting_ = 0;
  first_sent_ = 0;
}

std::size_t Outlet::write(iovec const* parts, int count) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(parts);
  message.msg_iovlen = static_cast<std::size_t>(count);
  auto const sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) fail(errno);
    return 0;
  }
  sent_ += static_cast<std::uint64_t>(sent);
  return static_cast<std::size_t>(sent);
}

std::size_t Body::put_data_header(char* to, std::uint32_t number, std::size_t size) const {
  put_number(to, number);
  put_number(to + sizeof number, static_cast<std::uint32_t>(size));
  return 2 * sizeof number;
}

}  // namespace porthole::engine
