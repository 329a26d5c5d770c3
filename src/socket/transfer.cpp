// SPDX-License-Identifier: MIT
// The calls of Socket that move bytes.

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>

#include "socket/descriptor.hpp"
#include "socket/error.hpp"
#include "socket/no_signal.hpp"
#include "socket/os.hpp"
#include "socket/socket_object.hpp"

namespace porthole {
namespace {

std::size_t checked_size(std::ptrdiff_t size, const char* call) {
  if (size < 0) throw std::invalid_argument("negative buffersize in " + std::string(call));
  return static_cast<std::size_t>(size);
}

std::size_t room(std::span<std::byte> buffer, std::ptrdiff_t nbytes, const char* call) {
  const std::size_t size = checked_size(nbytes, call);
  if (size > buffer.size()) throw std::invalid_argument("nbytes is greater than the length of the buffer");
  return size == 0 ? buffer.size() : size;
}

/// Receives into a new string. Memory for the call is not cleared, as a large buffer for a small answer would
/// pay for it: only what came is copied. Up to the usual size it is the stack's, which costs nothing to get.
template <class Receive>
std::string received(std::size_t wanted, int flags, Receive receive) {
  constexpr std::size_t stack = 65536;
  constexpr std::size_t most = 16U << 20;  // more than a system keeps for a socket
  const std::size_t size = (flags & MSG_WAITALL) != 0 ? wanted : std::min(wanted, most);
  char small[stack];
  const auto large = std::make_unique_for_overwrite<char[]>(size > stack ? size : 0);
  char* const buffer = size > stack ? large.get() : small;
  // With MSG_TRUNC the system counts bytes that it threw away instead of storing them.
  if ((flags & MSG_TRUNC) != 0) std::fill_n(buffer, size, '\0');
  return {buffer, std::min(receive(buffer, size), size)};
}

std::vector<iovec> vectors(const std::vector<Bytes>& buffers) {
  std::vector<iovec> out;
  out.reserve(buffers.size());
  for (const Bytes& buffer : buffers) out.push_back({const_cast<char*>(buffer.data()), buffer.size()});
  return out;
}

std::size_t send_message(const Descriptor& socket, const std::vector<Bytes>& buffers, int flags,
                         SystemAddress* to) {
  std::vector<iovec> parts = vectors(buffers);
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(parts.size());
  if (to != nullptr) {
    message.msg_name = to->get();
    message.msg_namelen = to->size;
  }
  return static_cast<std::size_t>(call_within(socket, POLLOUT, "sendmsg", [&] {
    return PORTHOLE_OS(sendmsg)(socket.fd, &message, flags | no_signal);
  }));
}

}  // namespace

std::string Socket::recv(std::ptrdiff_t size, int flags) {
  const std::size_t wanted = checked_size(size, "recv");
  if (wanted == 0) return {};
  return received(wanted, flags, [&](char* buffer, std::size_t room) {
    return static_cast<std::size_t>(call_within(
        state(), POLLIN, "recv", [&] { return PORTHOLE_OS(recv)(descriptor_->fd, buffer, room, flags); }));
  });
}

std::size_t Socket::recv_into(std::span<std::byte> buffer, std::ptrdiff_t nbytes, int flags) {
  const std::size_t size = room(buffer, nbytes, "recv_into");
  if (size == 0) return 0;
  return static_cast<std::size_t>(call_within(state(), POLLIN, "recv", [&] {
    return PORTHOLE_OS(recv)(descriptor_->fd, buffer.data(), size, flags);
  }));
}

std::pair<std::string, Address> Socket::recvfrom(std::ptrdiff_t size, int flags) {
  const std::size_t wanted = checked_size(size, "recvfrom");
  SystemAddress from;
  std::string data = received(wanted, flags, [&](char* buffer, std::size_t room) {
    return static_cast<std::size_t>(call_within(state(), POLLIN, "recvfrom", [&] {
      from = SystemAddress();
      from.storage.ss_family = AF_UNSPEC;
      return PORTHOLE_OS(recvfrom)(descriptor_->fd, buffer, room, flags, from.get(), &from.size);
    }));
  });
  return {std::move(data), from_system(from)};
}

std::pair<std::size_t, Address> Socket::recvfrom_into(std::span<std::byte> buffer, std::ptrdiff_t nbytes,
                                                      int flags) {
  const std::size_t size = room(buffer, nbytes, "recvfrom_into");
  SystemAddress from;
  const auto received_bytes = call_within(state(), POLLIN, "recvfrom", [&] {
    from = SystemAddress();
    return PORTHOLE_OS(recvfrom)(descriptor_->fd, buffer.data(), size, flags, from.get(), &from.size);
  });
  return {static_cast<std::size_t>(received_bytes), from_system(from)};
}

Socket::Message Socket::recvmsg(std::ptrdiff_t size, int flags) {
  const std::size_t wanted = checked_size(size, "recvmsg()");
  SystemAddress from;
  msghdr message{};
  std::string data = received(wanted, flags, [&](char* buffer, std::size_t room) {
    iovec part{buffer, room};
    return static_cast<std::size_t>(call_within(state(), POLLIN, "recvmsg", [&] {
      from = SystemAddress();
      message = msghdr{};
      message.msg_name = from.get();
      message.msg_namelen = from.size;
      message.msg_iov = &part;
      message.msg_iovlen = 1;
      return PORTHOLE_OS(recvmsg)(descriptor_->fd, &message, flags);
    }));
  });
  from.size = message.msg_namelen;
  return {std::move(data), message.msg_flags, from_system(from)};
}

std::size_t Socket::send(Bytes data, int flags) {
  return static_cast<std::size_t>(call_within(state(), POLLOUT, "send", [&] {
    return PORTHOLE_OS(send)(descriptor_->fd, data.data(), data.size(), flags | no_signal);
  }));
}

void Socket::sendall(Bytes data, int flags) {
  const Descriptor& socket = state();
  const Deadline deadline(socket.timeout && socket.timeout->count() > 0 ? socket.timeout : Timeout());
  std::size_t sent = 0;
  do {
    // One deadline over all parts: bytes that flow do not prolong it.
    if (sent > 0 && deadline.passed()) throw timeout("sendall", socket.peer);
    sent += static_cast<std::size_t>(call_within(socket, deadline, POLLOUT, "sendall", socket.peer, [&] {
      return PORTHOLE_OS(send)(socket.fd, data.data() + sent, data.size() - sent, flags | no_signal);
    }));
  } while (sent < data.size());
}

std::size_t Socket::sendto(Bytes data, const Address& address) {
  return sendto(data, 0, address);
}

std::size_t Socket::sendto(Bytes data, int flags, const Address& address) {
  const SystemAddress to = to_system(address, state().family, "sendto");
  const Deadline deadline(gettimeout());
  return static_cast<std::size_t>(call_within(state(), deadline, POLLOUT, "sendto", address.to_string(), [&] {
    return PORTHOLE_OS(sendto)(descriptor_->fd, data.data(), data.size(), flags | no_signal, to.get(),
                               to.size);
  }));
}

std::size_t Socket::sendmsg(const std::vector<Bytes>& buffers, int flags) {
  return send_message(state(), buffers, flags, nullptr);
}

std::size_t Socket::sendmsg(const std::vector<Bytes>& buffers, int flags, const Address& address) {
  SystemAddress to = to_system(address, state().family, "sendmsg");
  return send_message(state(), buffers, flags, &to);
}

}  // namespace porthole
