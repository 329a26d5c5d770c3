// SPDX-License-Identifier: MIT
#include "engine/pipe.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "engine/frames.hpp"

namespace porthole::engine {

Pipe::Pipe(Frames& frames, int host, std::uint32_t number, std::int64_t window, std::int64_t page_credit,
           std::function<void()> attend)
    : allowed(window),
      may_send(page_credit),
      frames_(&frames),
      outlet_(&frames),
      host_(host),
      number_(number),
      window_(window),
      attend_(std::move(attend)) {
  frames.pipes_[number] = this;
}

Pipe::~Pipe() {
  clear();
}

void Pipe::count(std::size_t size) {
  allowed -= static_cast<std::int64_t>(size);
  up += size;
}

void Pipe::push(std::span<iovec const> pieces) {
  auto sent = queue_.empty() ? send(pieces) : 0;
  for (auto const& piece : pieces) {
    auto const skip = std::min(sent, piece.iov_len);
    sent -= skip;
    if (skip < piece.iov_len && error == 0)
      join(queue_, {static_cast<char const*>(piece.iov_base) + skip, piece.iov_len - skip});
  }
  if (error == 0 && queue_.empty() && uncredited_ * 4 < window_) return;
  if (auto const attend = attend_) attend();  // a copy, as the call may clear us
}

bool Pipe::drain() {
  bool progress = false;
  while (!queue_.empty()) {
    auto& front = queue_.front();
    iovec const first{front.data() + first_sent_, front.size() - first_sent_};
    auto const sent = send({&first, 1});
    if (sent == 0) break;
    progress = true;
    first_sent_ += sent;
    if (sent == first.iov_len) {
      queue_.pop_front();
      first_sent_ = 0;
    }
  }
  return progress;
}

std::size_t Pipe::send(std::span<iovec const> pieces) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(pieces.data());
  message.msg_iovlen = pieces.size();
  auto const sent = ::sendmsg(host_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) error = errno;
    return 0;
  }
  uncredited_ += sent;
  return static_cast<std::size_t>(sent);
}

std::int64_t Pipe::give_back() {
  if (uncredited_ * 4 < window_) return 0;
  allowed += uncredited_;
  return std::exchange(uncredited_, 0);
}

long Pipe::read() {
  if (may_send <= 0) return -1;
  auto const size = outlet_->relay(host_, number_, static_cast<std::size_t>(may_send));
  if (size < 0) {
    if (size == -EAGAIN || size == -EWOULDBLOCK || size == -EINTR) return -1;
    error = static_cast<int>(-size);
    return -2;
  }
  down += static_cast<std::uint64_t>(size);
  may_send -= size;
  return size;
}

void Pipe::clear() {
  accepting = false;
  attend_ = nullptr;
  queue_.clear();
  first_sent_ = 0;
  auto const found = frames_->pipes_.find(number_);
  if (found != frames_->pipes_.end() && found->second == this) frames_->pipes_.erase(found);
}

}  // namespace porthole::engine
