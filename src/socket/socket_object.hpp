// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "socket/address.hpp"
#include "socket/bytes.hpp"
#include "socket/timeout.hpp"

namespace porthole {

class File;
struct FileOptions;
struct Descriptor;

/// The backlog of listen() when none is given: at most 128, as Python chooses.
inline constexpr int default_backlog = SOMAXCONN < 128 ? SOMAXCONN : 128;

/// Python's socket object. It owns one descriptor, close-on-exec, and is moved, never copied.
///
/// Every call that may wait obeys the timeout: one deadline for the whole call, kept through interruptions by
/// signals. Failures throw `error` or one of its subclasses (socket/error.hpp); SIGPIPE never comes.
class Socket {
 public:
  explicit Socket(int family = AF_INET, int type = SOCK_STREAM, int proto = 0);
  /// Python's socket(fileno=fd): takes over an open descriptor and asks the system what it is.
  static Socket from_fd(int fd);

  Socket(Socket&&) noexcept = default;
  Socket& operator=(Socket&&) noexcept = default;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() = default;

  // --- the server's side ---
  void bind(const Address& address);
  void listen(int backlog = default_backlog);
  /// Waits for a connection: its socket, which takes getdefaulttimeout(), and the peer's address.
  std::pair<Socket, Address> accept();

  // --- the client's side ---
  /// Connects, at the latest by the timeout. Names are looked up first (that part has no timeout).
  void connect(const Address& address);
  /// The same, but failures of the connect itself come back as errno: 0 when connected, EAGAIN when the
  /// timeout ran out, EINPROGRESS on a non-blocking socket. A name that does not resolve still throws
  /// gaierror.
  int connect_ex(const Address& address);

  // --- data ---
  /// Up to size bytes; empty at the end of the stream. A negative size is std::invalid_argument.
  std::string recv(std::ptrdiff_t size, int flags = 0);
  /// Receives into a buffer (its whole, or the first nbytes): the number of bytes, 0 at the end of the
  /// stream.
  std::size_t recv_into(std::span<std::byte> buffer, std::ptrdiff_t nbytes = 0, int flags = 0);
  /// One datagram and its sender; what does not fit into size is lost. On TCP the address is empty.
  std::pair<std::string, Address> recvfrom(std::ptrdiff_t size, int flags = 0);
  std::pair<std::size_t, Address> recvfrom_into(std::span<std::byte> buffer, std::ptrdiff_t nbytes = 0,
                                                int flags = 0);
  struct Message {
    std::string data;
    int flags;  ///< MSG_TRUNC where a datagram was cut, MSG_EOR, …
    Address address;
  };
  Message recvmsg(std::ptrdiff_t size, int flags = 0);

  /// Sends what the system takes now: the number of bytes, which may be less than all.
  std::size_t send(Bytes data, int flags = 0);
  /// Sends all. The timeout is for the whole; after an error it is not known how much went.
  void sendall(Bytes data, int flags = 0);
  std::size_t sendto(Bytes data, const Address& address);
  std::size_t sendto(Bytes data, int flags, const Address& address);
  /// Sends several buffers as one.
  std::size_t sendmsg(const std::vector<Bytes>& buffers, int flags = 0);
  std::size_t sendmsg(const std::vector<Bytes>& buffers, int flags, const Address& address);

  // --- ending ---
  /// SHUT_RD, SHUT_WR or SHUT_RDWR.
  void shutdown(int how);
  /// Closes the descriptor, or, while a File from makefile() is open, marks it to be closed with the last of
  /// them. Closing twice is fine.
  void close();
  /// Gives the descriptor away; the socket is then closed to its other calls.
  int detach() noexcept;

  // --- addresses ---
  Address getpeername() const;
  Address getsockname() const;

  // --- options ---
  int getsockopt(int level, int option) const;
  /// The option's bytes, at most size (1 to 1024) of them.
  std::string getsockopt(int level, int option, std::ptrdiff_t size) const;
  void setsockopt(int level, int option, int value);
  void setsockopt(int level, int option, Bytes value);
  /// An option without a value, of a length: Python's setsockopt(level, option, None, size).
  void setsockopt(int level, int option, std::nullptr_t, std::size_t size);

  // --- waiting ---
  /// None waits for ever, 0 makes the socket non-blocking, more is the limit in seconds for each call.
  void settimeout(Timeout value);
  void settimeout(Seconds auto value) { settimeout(seconds(static_cast<double>(value))); }
  Timeout gettimeout() const noexcept;
  /// settimeout(none) or settimeout(0).
  void setblocking(bool blocking);
  /// False only for timeout 0.
  bool getblocking() const noexcept;

  // --- the rest ---
  /// The descriptor, -1 when closed.
  int fileno() const noexcept;
  int family() const noexcept;
  int type() const noexcept;
  int proto() const noexcept;
  /// Another descriptor of the same socket, with the same timeout.
  Socket dup() const;
  /// A File on this socket: mode "r", "w" or both, with "b" for bytes (socket/file.hpp).
  File makefile(std::string_view mode = "r");
  File makefile(std::string_view mode, const FileOptions& options);

 private:
  explicit Socket(std::shared_ptr<Descriptor> descriptor) noexcept;
  Descriptor& state() const;
  int start_connect(const Address& address, std::string_view call);

  std::shared_ptr<Descriptor> descriptor_;

  friend std::pair<Socket, Socket> socketpair(int family, int type, int proto);
};

/// Two connected sockets of the same program.
std::pair<Socket, Socket> socketpair(int family = AF_UNIX, int type = SOCK_STREAM, int proto = 0);

}  // namespace porthole
