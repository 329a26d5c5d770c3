// SPDX-License-Identifier: MIT
// Transfers of several messages, and of files, in one call.
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <cerrno>

#include "preload/call.hpp"
#include "preload/practice.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole::preload;

Real<int(int, mmsghdr*, unsigned, int, timespec*)> real_recvmmsg("recvmmsg");
Real<int(int, mmsghdr*, unsigned, int)> real_sendmmsg("sendmmsg");
Real<ssize_t(int, int, off_t*, size_t)> real_sendfile("sendfile");
Real<ssize_t(int, int, off_t*, size_t)> real_sendfile64("sendfile64");

/// The call, and then the bytes of each message it moved.
void record(Call& call, std::string_view name, int fd, const mmsghdr* messages, unsigned count, int flags,
            int result) {
  call.begin(name).number(fd).argument().add(count).add(" messages");
  add_message_flags(call.argument(), flags);
  call.result(result);
  for (int index = 0; index < result; ++index) {
    const msghdr& message = messages[index].msg_hdr;
    call.bytes({message.msg_iov, message.msg_iovlen}, messages[index].msg_len);
  }
}

/// The messages one by one: each may go to another practice host. As the system does, it reports the first
/// failure only when nothing was sent before it.
int send_each(int fd, mmsghdr* messages, unsigned count, int flags) {
  for (unsigned index = 0; index < count; ++index) {
    const ssize_t sent = sendmsg(fd, &messages[index].msg_hdr, flags);
    if (sent < 0) return index > 0 ? static_cast<int>(index) : -1;
    messages[index].msg_len = static_cast<unsigned>(sent);
  }
  return static_cast<int>(count);
}

bool any_practice(const mmsghdr* messages, unsigned count) {
  for (unsigned index = 0; index < count; ++index) {
    const msghdr& message = messages[index].msg_hdr;
    const Dial to = dial(static_cast<const sockaddr*>(message.msg_name), message.msg_namelen);
    if (to.translated || to.error != 0) return true;
  }
  return false;
}

ssize_t send_file(Real<ssize_t(int, int, off_t*, size_t)>& real, int to, int from, off_t* offset,
                  size_t count) {
  Call call;
  const ssize_t result = real(to, from, offset, count);
  if (call.traced() && call.returned(to))
    call.begin("sendfile").number(to).number(from).size(count).result(result);
  return result;
}

}  // namespace

PORTHOLE_INTERPOSE int recvmmsg(int fd, mmsghdr* messages, unsigned count, int flags, timespec* timeout) {
  Call call;
  const int result = real_recvmmsg(fd, messages, count, flags, timeout);
  for (int index = 0; index < result; ++index) {
    const msghdr& message = messages[index].msg_hdr;
    if (message.msg_name != nullptr)
      show_practice(static_cast<sockaddr*>(message.msg_name), message.msg_namelen);
  }
  if (call.returned()) record(call, "recvmmsg", fd, messages, count, flags, result);
  return result;
}

PORTHOLE_INTERPOSE int sendmmsg(int fd, mmsghdr* messages, unsigned count, int flags) {
  if (any_practice(messages, count)) return send_each(fd, messages, count, flags);
  Call call;
  const int result = real_sendmmsg(fd, messages, count, flags);
  if (call.returned()) record(call, "sendmmsg", fd, messages, count, flags, result);
  return result;
}

PORTHOLE_INTERPOSE ssize_t sendfile(int to, int from, off_t* offset, size_t count) noexcept {
  return send_file(real_sendfile, to, from, offset, count);
}

PORTHOLE_INTERPOSE ssize_t sendfile64(int to, int from, off64_t* offset, size_t count) noexcept {
  return send_file(real_sendfile64, to, from, offset, count);
}
