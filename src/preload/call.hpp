// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <optional>
#include <span>
#include <string_view>

#include "preload/text.hpp"

namespace porthole::preload {

/// One call of the program while it happens: stops the clock and, when PORTHOLE_TRACE asks for it, writes one
/// record, as text or as JSON (docs/trace.md). The words are put together after the call came back, so that
/// they cost it no time. errno is afterwards what the real call left. A call made from within a record (by a
/// signal handler) is not recorded.
///
///     Call call;
///     const int result = real(...);
///     if (call.returned(fd)) call.begin("listen").number(fd).number(backlog).result(result);
///     return result;
class Call {
 public:
  Call();
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// True when a trace is being written: worth asking before preparing something only for it.
  [[nodiscard]] bool traced() const { return start_ != 0; }

  /// The real call is back: true when it is to be recorded.
  bool returned();
  /// The same, for a call on a descriptor: only those on sockets are recorded.
  bool returned(int fd);

  Call& begin(std::string_view name);
  Call& number(long long value);
  Call& word(std::string_view value);
  Call& quoted(const char* value);
  Call& address(const sockaddr* value, socklen_t length);
  /// How many bytes the call was given room for, and in how many pieces of memory if it takes several.
  Call& size(std::size_t bytes, long long pieces = -1);
  /// Where the words of one argument are added by hand.
  Text& argument();

  /// Ends the line: the result, the errno's name if it is -1, and how long the call took.
  Call& result(long long value);
  /// The same for the calls that return an EAI code.
  Call& name_result(int code);
  /// More words behind the result: what a call gave back through its pointers.
  Text& after();
  /// Then the bytes that went through.
  void bytes(std::span<const iovec> parts, long long size);
  void bytes(const void* data, long long size);

 private:
  void end_line();
  Text& result_begin();
  /// JSON: text added from now on is within a string, until close_string().
  Text& open_string();
  Text& close_string();
  /// Only between begin() and the destructor.
  Text& text() { return *text_; }  // NOLINT(bugprone-unchecked-optional-access)

  long long start_ = 0;
  long long end_ = 0;
  int error_ = 0;
  bool first_ = true;
  bool line_open_ = false;
  bool string_open_ = false;
  bool gave_ = false;
  bool bytes_open_ = false;
  std::optional<Text> text_;
};

/// Whether a record is being written by this thread; the interposed calls it makes itself must not record.
bool inside();

/// The program made, or was given, this descriptor as a socket: trace reads and writes on it even when it
/// stands at 0, 1 or 2, which otherwise are the terminal (and in some shells a socket of theirs).
void mark_socket(int fd, bool is_socket);

}  // namespace porthole::preload
