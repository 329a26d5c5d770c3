// SPDX-License-Identifier: MIT
// Closing and copying descriptors, and the options of sockets.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdarg>
#include <cstring>

#include "preload/call.hpp"
#include "preload/real.hpp"

namespace {

using namespace porthole::preload;

Real<int(int)> real_close("close");
Real<int(int)> real_dup("dup");
Real<int(int, int)> real_dup2("dup2");
Real<int(int, int, int)> real_dup3("dup3");
Real<int(int, int, void*)> real_fcntl("fcntl");
Real<int(int, unsigned long, void*)> real_ioctl("ioctl");
Real<int(int, int, int, const void*, socklen_t)> real_setsockopt("setsockopt");
Real<int(int, int, int, void*, socklen_t*)> real_getsockopt("getsockopt");

void add_value(Text& text, int option, int level, const void* value, socklen_t length) {
  const bool time = level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO);
  int number = 0;
  if (value == nullptr) {
    text.add("NULL");
  } else if (time && length == sizeof(timeval)) {
    timeval limit{};
    std::memcpy(&limit, value, sizeof limit);
    text.seconds(limit.tv_sec * 1000000000LL + limit.tv_usec * 1000LL);
  } else if (level == SOL_SOCKET && option == SO_LINGER && length == sizeof(linger)) {
    linger both{};
    std::memcpy(&both, value, sizeof both);
    text.add(both.l_onoff != 0 ? "on, " : "off, ").add(both.l_linger);
  } else if (length == sizeof number) {
    std::memcpy(&number, value, sizeof number);
    text.add(number);
  } else {
    text.add(length).add(" bytes");
  }
}

Call& begin_option(Call& call, std::string_view name, int fd, int level, int option) {
  call.begin(name).number(fd);
  const std::string_view level_name = option_level_name(level);
  const std::string_view word = option_name(level, option);
  level_name.empty() ? call.number(level) : call.word(level_name);
  return word.empty() ? call.number(option) : call.word(word);
}

/// A copy of a socket is one too, wherever it stands.
void mark_copy(Call& call, std::string_view name, int fd, int result) {
  const bool socket = call.traced() && call.returned(fd);
  if (!socket) return;
  if (result >= 0) mark_socket(result, true);
  call.begin(name).number(fd).result(result);
}

}  // namespace

PORTHOLE_INTERPOSE int close(int fd) {
  Call call;
  bool socket = false;
  if (call.traced()) {
    Call probe;  // asks whether it is a socket while it is still open
    socket = probe.returned(fd);
  }
  const int result = real_close(fd);
  if (socket && call.returned()) call.begin("close").number(fd).result(result);
  if (result == 0) mark_socket(fd, false);
  return result;
}

PORTHOLE_INTERPOSE int dup(int fd) noexcept {
  Call call;
  const int result = real_dup(fd);
  mark_copy(call, "dup", fd, result);
  return result;
}

PORTHOLE_INTERPOSE int dup2(int fd, int to) noexcept {
  Call call;
  const int result = real_dup2(fd, to);
  if (result >= 0 && fd != to) mark_socket(to, false);
  mark_copy(call, "dup2", fd, result);
  return result;
}

PORTHOLE_INTERPOSE int dup3(int fd, int to, int flags) noexcept {
  Call call;
  const int result = real_dup3(fd, to, flags);
  if (result >= 0) mark_socket(to, false);
  mark_copy(call, "dup3", fd, result);
  return result;
}

PORTHOLE_INTERPOSE int fcntl(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  Call call;
  const int result = real_fcntl(fd, command, argument);
  if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
    mark_copy(call, "fcntl F_DUPFD", fd, result);
  } else if ((command == F_SETFL || command == F_GETFL) && call.traced() && call.returned(fd)) {
    const bool set = command == F_SETFL;
    const auto flags = set ? static_cast<int>(reinterpret_cast<std::intptr_t>(argument)) : result;
    call.begin("fcntl").number(fd).word(set ? "F_SETFL" : "F_GETFL");
    if (set) call.word((flags & O_NONBLOCK) != 0 ? "O_NONBLOCK" : "0");
    call.result(result);
    if (!set && (flags & O_NONBLOCK) != 0) call.after().add("O_NONBLOCK");
  }
  return result;
}

PORTHOLE_INTERPOSE int fcntl64(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  return fcntl(fd, command, argument);
}

PORTHOLE_INTERPOSE int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  Call call;
  const int result = real_ioctl(fd, request, argument);
  if ((request == FIONBIO || request == FIONREAD) && call.traced() && call.returned(fd)) {
    call.begin("ioctl").number(fd).word(request == FIONBIO ? "FIONBIO" : "FIONREAD");
    if (request == FIONBIO) call.number(*static_cast<int*>(argument));
    call.result(result);
    if (request == FIONREAD && result == 0) call.after().add(*static_cast<int*>(argument));
  }
  return result;
}

PORTHOLE_INTERPOSE int setsockopt(int fd, int level, int option, const void* value,
                                  socklen_t length) noexcept {
  Call call;
  const int result = real_setsockopt(fd, level, option, value, length);
  if (call.returned()) {
    begin_option(call, "setsockopt", fd, level, option);
    add_value(call.argument(), option, level, value, length);
    call.result(result);
  }
  return result;
}

PORTHOLE_INTERPOSE int getsockopt(int fd, int level, int option, void* value, socklen_t* length) noexcept {
  Call call;
  const int result = real_getsockopt(fd, level, option, value, length);
  if (call.returned()) {
    begin_option(call, "getsockopt", fd, level, option).result(result);
    if (result == 0) add_value(call.after(), option, level, value, *length);
  }
  return result;
}
