// SPDX-License-Identifier: MIT
// Bytes out and in: send, recv and their families, and read and write where the descriptor is a socket.
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

#include "preload/call.hpp"
#include "preload/practice.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole::preload;

Real<ssize_t(int, const void*, size_t, int)> real_send("send");
Real<ssize_t(int, const void*, size_t, int, const sockaddr*, socklen_t)> real_sendto("sendto");
Real<ssize_t(int, const msghdr*, int)> real_sendmsg("sendmsg");
Real<ssize_t(int, void*, size_t, int)> real_recv("recv");
Real<ssize_t(int, void*, size_t, int, sockaddr*, socklen_t*)> real_recvfrom("recvfrom");
Real<ssize_t(int, msghdr*, int)> real_recvmsg("recvmsg");
Real<ssize_t(int, const void*, size_t)> real_write("write");
Real<ssize_t(int, const iovec*, int)> real_writev("writev");
Real<ssize_t(int, void*, size_t)> real_read("read");
Real<ssize_t(int, const iovec*, int)> real_readv("readv");

/// One record of a transfer: descriptor, size asked for, flags if the call has them, result, bytes.
void record(Call& call, std::string_view name, int fd, const void* data, size_t size, const int* flags,
            ssize_t result) {
  call.begin(name).number(fd).size(size);
  if (flags != nullptr) add_message_flags(call.argument(), *flags);
  call.result(result).bytes(data, result);
}

size_t total(const iovec* parts, size_t count) {
  size_t sum = 0;
  for (size_t part = 0; part < count; ++part) sum += parts[part].iov_len;
  return sum;
}

void record(Call& call, std::string_view name, int fd, const iovec* parts, size_t count, ssize_t result) {
  call.begin(name).number(fd).size(total(parts, count), static_cast<long long>(count));
  call.result(result).bytes({parts, count}, result);
}

void record(Call& call, std::string_view name, int fd, const msghdr* message, int flags, ssize_t result) {
  call.begin(name).number(fd);
  call.size(total(message->msg_iov, message->msg_iovlen), static_cast<long long>(message->msg_iovlen));
  add_message_flags(call.argument(), flags);
  if (message->msg_name != nullptr && message->msg_namelen > 0)
    call.address(static_cast<const sockaddr*>(message->msg_name), message->msg_namelen);
  call.result(result).bytes({message->msg_iov, message->msg_iovlen}, result);
}

}  // namespace

PORTHOLE_INTERPOSE ssize_t send(int fd, const void* data, size_t size, int flags) {
  Call call;
  const ssize_t result = real_send(fd, data, size, flags);
  if (call.returned()) record(call, "send", fd, data, size, &flags, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t sendto(int fd, const void* data, size_t size, int flags, const sockaddr* address,
                                  socklen_t length) {
  Call call;
  const Dial to = dial(address, length);
  ssize_t result = -1;
  if (to.error != 0)
    errno = to.error;
  else
    result = real_sendto(fd, data, size, flags, to.or_else(address), length);
  if (call.returned()) {
    call.begin("sendto").number(fd).size(size);
    add_message_flags(call.argument(), flags);
    call.address(address, length).result(result).bytes(data, result);
  }
  return result;
}

PORTHOLE_INTERPOSE ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  Call call;
  const Dial to = dial(static_cast<const sockaddr*>(message->msg_name), message->msg_namelen);
  ssize_t result = -1;
  if (to.error != 0) {
    errno = to.error;
  } else if (to.translated) {
    msghdr translated = *message;
    translated.msg_name = const_cast<sockaddr_storage*>(&to.storage);
    result = real_sendmsg(fd, &translated, flags);
  } else {
    result = real_sendmsg(fd, message, flags);
  }
  if (call.returned()) record(call, "sendmsg", fd, message, flags, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t recv(int fd, void* data, size_t size, int flags) {
  Call call;
  const ssize_t result = real_recv(fd, data, size, flags);
  if (call.returned()) record(call, "recv", fd, data, size, &flags, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t recvfrom(int fd, void* data, size_t size, int flags, sockaddr* address,
                                    socklen_t* length) {
  Call call;
  const socklen_t capacity = length == nullptr ? 0 : *length;
  const ssize_t result = real_recvfrom(fd, data, size, flags, address, length);
  const bool from = result >= 0 && address != nullptr && length != nullptr && *length > 0;
  if (from) show_practice(address, capacity < *length ? capacity : *length);
  if (call.returned()) {
    call.begin("recvfrom").number(fd).size(size);
    add_message_flags(call.argument(), flags);
    call.result(result);
    if (from) add_address(call.after(), address, capacity < *length ? capacity : *length);
    call.bytes(data, result);
  }
  return result;
}

PORTHOLE_INTERPOSE ssize_t recvmsg(int fd, msghdr* message, int flags) {
  Call call;
  const ssize_t result = real_recvmsg(fd, message, flags);
  if (result >= 0 && message->msg_name != nullptr && message->msg_namelen > 0)
    show_practice(static_cast<sockaddr*>(message->msg_name), message->msg_namelen);
  if (call.returned()) record(call, "recvmsg", fd, message, flags, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t write(int fd, const void* data, size_t size) {
  Call call;
  const ssize_t result = real_write(fd, data, size);
  if (call.returned(fd)) record(call, "write", fd, data, size, nullptr, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t writev(int fd, const iovec* parts, int count) {
  Call call;
  const ssize_t result = real_writev(fd, parts, count);
  if (call.returned(fd))
    record(call, "writev", fd, parts, static_cast<size_t>(count < 0 ? 0 : count), result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t read(int fd, void* data, size_t size) {
  Call call;
  const ssize_t result = real_read(fd, data, size);
  if (call.returned(fd)) record(call, "read", fd, data, size, nullptr, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t readv(int fd, const iovec* parts, int count) {
  Call call;
  const ssize_t result = real_readv(fd, parts, count);
  if (call.returned(fd)) record(call, "readv", fd, parts, static_cast<size_t>(count < 0 ? 0 : count), result);
  return result;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the C library's.
// What _FORTIFY_SOURCE makes of the same calls. The check itself is left to the C library.
namespace {
Real<ssize_t(int, void*, size_t, size_t)> real_read_chk("__read_chk");
Real<ssize_t(int, void*, size_t, size_t, int)> real_recv_chk("__recv_chk");
Real<void()> real_chk_fail("__chk_fail");
}  // namespace

PORTHOLE_INTERPOSE ssize_t __read_chk(int fd, void* data, size_t size, size_t room) {
  if (size > room) return real_read_chk(fd, data, size, room);
  return read(fd, data, size);
}

PORTHOLE_INTERPOSE ssize_t __recv_chk(int fd, void* data, size_t size, size_t room, int flags) {
  if (size > room) return real_recv_chk(fd, data, size, room, flags);
  return recv(fd, data, size, flags);
}

PORTHOLE_INTERPOSE ssize_t __recvfrom_chk(int fd, void* data, size_t size, size_t room, int flags,
                                          sockaddr* address, socklen_t* length) {
  if (size > room) real_chk_fail();
  return recvfrom(fd, data, size, flags, address, length);
}
// NOLINTEND(bugprone-reserved-identifier)
