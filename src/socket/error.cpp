// SPDX-License-Identifier: MIT
#include "socket/error.hpp"

#include <netdb.h>

#include <cerrno>
#include <utility>

namespace porthole {
namespace {

class GaiCategory : public std::error_category {
 public:
  const char* name() const noexcept override { return "getaddrinfo"; }
  std::string message(int code) const override { return ::gai_strerror(code); }
};

class HostCategory : public std::error_category {
 public:
  const char* name() const noexcept override { return "gethostbyaddr"; }
  std::string message(int code) const override { return ::hstrerror(code); }
};

std::string sentence(std::string_view call, std::string_view target, std::string_view reason) {
  std::string text(call);
  if (!target.empty()) text.append(" ").append(target);
  if (!text.empty()) text.append(": ");
  return text.append(reason);
}

}  // namespace

const std::error_category& gai_category() noexcept {
  static const GaiCategory category;
  return category;
}

const std::error_category& herror_category() noexcept {
  static const HostCategory category;
  return category;
}

error::error(int number, std::error_code code, std::string_view call, std::string_view target,
             std::string_view reason)
    : std::system_error(code),
      number_(number),
      call_(call),
      target_(target),
      what_(sentence(call, target, reason)) {}

error::error(std::error_code code, std::string_view call, std::string_view target)
    : error(code.value(), code, call, target, code.message()) {}

error::error(int number, std::string_view call, std::string_view target)
    : error(std::error_code(number, std::generic_category()), call, target) {}

error::error(const std::string& reason) : error(0, std::error_code(), {}, {}, reason) {}

timeout::timeout(std::string_view call, std::string_view target)
    : error(0, std::make_error_code(std::errc::timed_out), call, target, "timed out") {}

gaierror::gaierror(int code, std::string_view call, std::string_view target)
    : error(std::error_code(code, gai_category()), call, target) {}

herror::herror(int code, std::string_view call, std::string_view target)
    : error(std::error_code(code, herror_category()), call, target) {}

error_group::error_group(std::string_view target, std::vector<error> errors)
    : error(errors.empty() ? 0 : errors.back().number(),
            errors.empty() ? std::error_code() : errors.back().code(), "create_connection", target,
            "every address failed"),
      errors_(std::move(errors)) {}

void throw_error(int number, std::string_view call, std::string_view target) {
  switch (number) {
    case EAGAIN:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
    case EALREADY:
    case EINPROGRESS:
      throw BlockingIOError(number, call, target);
    case ECONNREFUSED:
      throw ConnectionRefusedError(number, call, target);
    case ECONNRESET:
      throw ConnectionResetError(number, call, target);
    case ECONNABORTED:
      throw ConnectionAbortedError(number, call, target);
    case EPIPE:
#ifdef ESHUTDOWN
    case ESHUTDOWN:
#endif
      throw BrokenPipeError(number, call, target);
    case ETIMEDOUT:
      throw timeout(number, call, target);
    case EACCES:
    case EPERM:
      throw PermissionError(number, call, target);
    case ENOENT:
      throw FileNotFoundError(number, call, target);
    default:
      throw error(number, call, target);
  }
}

}  // namespace porthole
