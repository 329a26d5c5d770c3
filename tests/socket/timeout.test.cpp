// SPDX-License-Identifier: MIT
#include "socket/timeout.hpp"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <thread>

#include "socket/error.hpp"
#include "socket/socket.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using Catch::Matchers::Message;
using test::Call;

namespace {

/// Sets the default timeout and puts none back.
struct DefaultTimeout {
  explicit DefaultTimeout(double value) { setdefaulttimeout(value); }
  ~DefaultTimeout() { setdefaulttimeout(Timeout()); }
};

}  // namespace

TEST_CASE("seconds are checked as Python checks them") {
  CHECK(seconds(0)->count() == 0);
  CHECK(seconds(0.25)->count() == 0.25);
  CHECK(seconds(9e9)->count() == 9e9);
  CHECK_THROWS_MATCHES(seconds(-1), std::invalid_argument, Message("Timeout value out of range"));
  CHECK_THROWS_AS(seconds(-1e-9), std::invalid_argument);
  CHECK_THROWS_MATCHES(seconds(std::nan("")), std::invalid_argument,
                       Message("Invalid value NaN (not a number)"));
  CHECK_THROWS_AS(seconds(1e300), std::overflow_error);
  CHECK_THROWS_AS(seconds(-1e300), std::overflow_error);
  CHECK_THROWS_AS(seconds(std::numeric_limits<double>::infinity()), std::overflow_error);
}

TEST_CASE("a Timeout is checked like plain seconds") {
  CHECK(checked({}) == Timeout());
  CHECK(checked(Timeout(1.5)) == seconds(1.5));
  CHECK_THROWS_AS(checked(Timeout(-1.0)), std::invalid_argument);
}

TEST_CASE("there is no default timeout until one is set") {
  CHECK(getdefaulttimeout() == Timeout());
  {
    const DefaultTimeout scope(2.5);
    CHECK(getdefaulttimeout() == seconds(2.5));
    CHECK_THROWS_AS(setdefaulttimeout(-1), std::invalid_argument);
    CHECK(getdefaulttimeout() == seconds(2.5));
  }
  CHECK(getdefaulttimeout() == Timeout());
}

TEST_CASE("new sockets start with the default timeout") {
  const DefaultTimeout scope(3);
  const Socket socket;
  CHECK(socket.gettimeout() == seconds(3));
  setdefaulttimeout(0);
  CHECK_FALSE(Socket().getblocking());
}

TEST_CASE("a deadline counts down in milliseconds, rounded up") {
  CHECK(Deadline({}).milliseconds() == -1);
  CHECK_FALSE(Deadline({}).passed());
  const Deadline now(seconds(0));
  CHECK(now.milliseconds() == 0);
  CHECK(now.passed());
  const Deadline soon(seconds(0.1001));
  CHECK(soon.milliseconds() <= 101);
  CHECK(soon.milliseconds() >= 1);
  CHECK_FALSE(soon.passed());
  std::this_thread::sleep_for(110ms);
  CHECK(soon.milliseconds() == 0);
  CHECK(soon.passed());
}

TEST_CASE("a tiny timeout waits one millisecond rather than none") {
  CHECK(Deadline(seconds(1e-6)).milliseconds() <= 1);
}

TEST_CASE("the longest timeout does not overflow the wait") {
  const Deadline deadline(seconds(9e9));
  CHECK(deadline.milliseconds() == std::numeric_limits<int>::max());
  CHECK_FALSE(deadline.passed());
}

TEST_CASE("waiting ends when there is something to read") {
  auto [a, b] = test::pair();
  CHECK_FALSE(wait_for(a.fileno(), POLLIN, Deadline(seconds(0.02))));
  b.sendall("x");
  CHECK(wait_for(a.fileno(), POLLIN, Deadline(seconds(10))));
}

TEST_CASE("waiting ends in time when nothing comes") {
  auto [a, b] = test::pair();
  const auto start = std::chrono::steady_clock::now();
  CHECK_FALSE(wait_for(a.fileno(), POLLIN, Deadline(seconds(0.1))));
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(took >= 100ms);
  CHECK(took < 1s);
}

TEST_CASE("an interrupted wait goes on with what is left") {
  auto [a, b] = test::pair();
  test::Faults faults;
  faults.slow(Call::poll, 20);
  faults.fail(Call::poll, {EINTR, EINTR, EINTR});
  CHECK_FALSE(wait_for(a.fileno(), POLLIN, Deadline(seconds(0.3))));
  CHECK(faults.count(Call::poll) >= 4);
  CHECK(faults.last_wait() <= 245);
}

TEST_CASE("a wait that fails otherwise throws") {
  auto [a, b] = test::pair();
  test::Faults faults;
  faults.fail(Call::poll, {ENOMEM});
  CHECK_THROWS_AS(wait_for(a.fileno(), POLLIN, Deadline(seconds(1))), error);
}
