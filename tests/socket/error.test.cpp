// SPDX-License-Identifier: MIT
#include <netdb.h>

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <type_traits>

#include "socket/socket.hpp"

using namespace porthole;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

template <class Kind>
bool is(const error& failure) {
  return dynamic_cast<const Kind*>(&failure) != nullptr;
}

/// What throw_error() throws for an errno, asked by a caller.
template <class Ask>
auto thrown(int number, Ask ask) {
  try {
    throw_error(number, "call", "target");
  } catch (const error& failure) {
    return ask(failure);
  }
}

}  // namespace

TEST_CASE("an error tells the call, the target and the reason") {
  const error failure(ECONNREFUSED, "connect", "news.example:119");
  CHECK(std::string(failure.what()) == "connect news.example:119: Connection refused");
  CHECK(failure.call() == "connect");
  CHECK(failure.target() == "news.example:119");
  CHECK(failure.number() == ECONNREFUSED);
}

TEST_CASE("an error without a target has no gap in its message") {
  CHECK(std::string(error(EINVAL, "accept", "").what()) == "accept: Invalid argument");
}

TEST_CASE("an error without an errno is its sentence alone") {
  const error failure("getsockopt buflen out of range");
  CHECK(std::string(failure.what()) == "getsockopt buflen out of range");
  CHECK(failure.number() == 0);
}

TEST_CASE("an error is a std::system_error whose code compares with std::errc") {
  const error failure(ECONNREFUSED, "connect", "x:1");
  CHECK(failure.code() == std::errc::connection_refused);
  const std::system_error& base = failure;
  CHECK(base.code().value() == ECONNREFUSED);
}

TEST_CASE("every errno has the class that Python gives it") {
  struct Row {
    int number;
    bool (*is_class)(const error&);
  };
  const Row rows[] = {
      {EAGAIN, is<BlockingIOError>},
      {EALREADY, is<BlockingIOError>},
      {EINPROGRESS, is<BlockingIOError>},
      {ECONNREFUSED, is<ConnectionRefusedError>},
      {ECONNRESET, is<ConnectionResetError>},
      {ECONNABORTED, is<ConnectionAbortedError>},
      {EPIPE, is<BrokenPipeError>},
      {ESHUTDOWN, is<BrokenPipeError>},
      {ETIMEDOUT, is<timeout>},
      {EACCES, is<PermissionError>},
      {EPERM, is<PermissionError>},
      {ENOENT, is<FileNotFoundError>},
  };
  for (const Row& row : rows) {
    CAPTURE(row.number);
    CHECK(thrown(row.number, row.is_class));
    CHECK(thrown(row.number, [](const error& failure) { return failure.number(); }) == row.number);
  }
}

TEST_CASE("an errno without a class of its own is a plain error") {
  for (const int number : {EBADF, EINVAL, ENOTCONN, ENETUNREACH, EHOSTUNREACH, EADDRINUSE}) {
    CAPTURE(number);
    CHECK(thrown(number, [](const error& failure) { return typeid(failure) == typeid(error); }));
  }
}

TEST_CASE("the four connection errors share ConnectionError") {
  for (const int number : {ECONNREFUSED, ECONNRESET, ECONNABORTED, EPIPE}) {
    CHECK(thrown(number, is<ConnectionError>));
  }
  CHECK_FALSE(thrown(EAGAIN, is<ConnectionError>));
}

TEST_CASE("a timeout says so and has no errno") {
  const timeout failure("recv", "host:80");
  CHECK(std::string(failure.what()) == "recv host:80: timed out");
  CHECK(failure.number() == 0);
  CHECK(failure.code() == std::errc::timed_out);
  CHECK(std::is_same_v<TimeoutError, timeout>);
}

TEST_CASE("the system's own giving up is a timeout that keeps its errno") {
  const timeout failure(ETIMEDOUT, "connect", "host:80");
  CHECK(failure.number() == ETIMEDOUT);
  CHECK(failure.code() == std::errc::timed_out);
  CHECK_THAT(failure.what(), StartsWith("connect host:80: "));
}

TEST_CASE("gaierror carries the EAI code in its own category") {
  const gaierror failure(EAI_NONAME, "connect", "no.such.example:80");
  CHECK(failure.number() == EAI_NONAME);
  CHECK(failure.code().category() == gai_category());
  CHECK(std::string(gai_category().name()) == "getaddrinfo");
  CHECK_THAT(failure.what(), StartsWith("connect no.such.example:80: "));
  CHECK_THAT(failure.what(), ContainsSubstring(gai_strerror(EAI_NONAME)));
  CHECK(is<error>(failure));
}

TEST_CASE("herror carries the h_errno value in its own category") {
  const porthole::herror failure(HOST_NOT_FOUND, "gethostbyaddr", "192.0.2.1");
  CHECK(failure.number() == HOST_NOT_FOUND);
  CHECK(failure.code().category() == herror_category());
  CHECK(std::string(herror_category().name()) == "gethostbyaddr");
}

TEST_CASE("error_group keeps every error in order") {
  const error_group group("host:80", {error(ECONNREFUSED, "connect", "a"), error(ETIMEDOUT, "connect", "b")});
  REQUIRE(group.errors().size() == 2);
  CHECK(group.errors()[0].number() == ECONNREFUSED);
  CHECK(group.errors()[1].number() == ETIMEDOUT);
  CHECK(group.number() == ETIMEDOUT);
  CHECK(std::string(group.what()) == "create_connection host:80: every address failed");
}

TEST_CASE("errors are copied with their message") {
  error copy("empty");
  {
    const error failure(EPIPE, "send", "host:80");
    copy = failure;
  }
  CHECK(std::string(copy.what()) == "send host:80: Broken pipe");
}
