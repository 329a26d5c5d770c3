// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace porthole {

/// Python's `socket.error` (OSError): a call of the operating system failed. `what()` reads "call target:
/// reason", as in "connect news.example:119: Connection refused". `code()` is the std::error_code; `number()`
/// the errno.
class error : public std::system_error {
 public:
  /// An error by errno; the reason is the system's text for it.
  error(int number, std::string_view call, std::string_view target);
  /// An error by any category, for the subclasses below.
  error(std::error_code code, std::string_view call, std::string_view target);
  /// An error without an errno, as a few of Python's are: number() is 0, and the reason is the sentence
  /// given.
  explicit error(const std::string& reason);

  /// errno as a number, 0 where there is none (a timeout of ours, "cannot read from timed out object").
  int number() const noexcept { return number_; }
  /// What failed ("connect") and on what ("news.example:119"; empty where there is no target).
  const std::string& call() const noexcept { return call_; }
  const std::string& target() const noexcept { return target_; }
  const char* what() const noexcept override { return what_.c_str(); }

 protected:
  error(int number, std::error_code code, std::string_view call, std::string_view target,
        std::string_view reason);

 private:
  int number_;
  std::string call_;
  std::string target_;
  std::string what_;
};

/// Python's `socket.timeout` (TimeoutError): the timeout set with settimeout() ran out (number() is 0, the
/// reason "timed out"), or the system gave up (ETIMEDOUT). code() is std::errc::timed_out for both.
class timeout : public error {
 public:
  timeout(std::string_view call, std::string_view target);
  using error::error;
};

/// Python's `socket.gaierror`: a name or service could not be resolved. number() is the EAI_ code.
class gaierror : public error {
 public:
  gaierror(int code, std::string_view call, std::string_view target);
};

/// Python's `socket.herror`: gethostbyaddr() failed. number() is the h_errno value.
class herror : public error {
 public:
  herror(int code, std::string_view call, std::string_view target);
};

// Python's subclasses of OSError, chosen by errno.
class BlockingIOError : public error {  ///< EAGAIN, EALREADY, EINPROGRESS: not now, on a non-blocking socket
  using error::error;
};
class PermissionError : public error {  ///< EACCES, EPERM
  using error::error;
};
class FileNotFoundError : public error {  ///< ENOENT: no socket at this path
  using error::error;
};
class ConnectionError : public error {  ///< base of the four below
  using error::error;
};
class ConnectionRefusedError : public ConnectionError {  ///< ECONNREFUSED
  using ConnectionError::ConnectionError;
};
class ConnectionResetError : public ConnectionError {  ///< ECONNRESET
  using ConnectionError::ConnectionError;
};
class ConnectionAbortedError : public ConnectionError {  ///< ECONNABORTED
  using ConnectionError::ConnectionError;
};
class BrokenPipeError : public ConnectionError {  ///< EPIPE, ESHUTDOWN
  using ConnectionError::ConnectionError;
};

/// What create_connection() throws when asked for all errors: one a failed address, in order.
class error_group : public error {
 public:
  error_group(std::string_view target, std::vector<error> errors);
  const std::vector<error>& errors() const noexcept { return errors_; }

 private:
  std::vector<error> errors_;
};

using TimeoutError = timeout;

/// The one place that throws for errno: chooses the class as Python does.
[[noreturn]] void throw_error(int number, std::string_view call, std::string_view target = {});

/// The categories of gaierror and herror.
const std::error_category& gai_category() noexcept;
const std::error_category& herror_category() noexcept;

}  // namespace porthole
