// SPDX-License-Identifier: MIT
#include "socket/select.hpp"

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <chrono>
#include <limits>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using test::Call;
using test::number;
using Fds = std::vector<int>;
using Ready = std::vector<std::pair<int, short>>;

namespace {

using Clock = std::chrono::steady_clock;

/// The first that a Poll says of one descriptor within ten seconds.
short events_of(Poll& poll) {
  const Ready ready = poll.poll(seconds(10));
  REQUIRE(ready.size() == 1);
  return ready[0].second;
}

}  // namespace

TEST_CASE("select tells what can be read and written") {
  auto [a, b] = test::pair();
  const Selected before = select({a, b}, {a, b}, {}, seconds(0));
  CHECK(before.readable.empty());
  CHECK(before.writable == Fds{a.fileno(), b.fileno()});
  CHECK(before.exceptional.empty());
  a.sendall("x");
  const Selected after = select({a, b}, {}, {a, b}, seconds(10));
  CHECK(after.readable == Fds{b.fileno()});
  CHECK(after.exceptional.empty());
}

TEST_CASE("select waits for the timeout and gives nothing") {
  auto [a, b] = test::pair();
  const auto start = Clock::now();
  CHECK(select({a}, {}, {}, seconds(0.1)).readable.empty());
  CHECK(Clock::now() - start >= 100ms);
  CHECK(Clock::now() - start < 2s);
}

TEST_CASE("select of nothing is a sleep") {
  const auto start = Clock::now();
  const Selected none = select({}, {}, {}, seconds(0.05));
  CHECK(none.readable.empty());
  CHECK(Clock::now() - start >= 50ms);
}

TEST_CASE("select sees the end of the stream as readable") {
  auto [a, b] = test::pair();
  b.close();
  CHECK(select({a}, {}, {}, seconds(10)).readable == Fds{a.fileno()});
  CHECK(a.recv(1).empty());
}

TEST_CASE("select takes sockets, files and descriptors") {
  auto [a, b] = test::pair();
  const File file = b.makefile("rb");
  a.sendall("x");
  REQUIRE(test::arrives(b));
  CHECK(select({file}, {}, {}, seconds(0)).readable == Fds{b.fileno()});
  CHECK(select({b.fileno()}, {}, {}, seconds(0)).readable == Fds{b.fileno()});
}

TEST_CASE("select names a descriptor once for every time it was given") {
  auto [a, b] = test::pair();
  CHECK(select({}, {a, a}, {}, seconds(10)).writable == Fds{a.fileno(), a.fileno()});
}

TEST_CASE("select refuses descriptors that it cannot hold") {
  CHECK_THROWS_AS(select({-1}, {}, {}, seconds(0)), std::invalid_argument);
  CHECK_THROWS_AS(select({FD_SETSIZE}, {}, {}, seconds(0)), std::invalid_argument);
  Socket closed;
  closed.close();
  CHECK_THROWS_AS(select({closed}, {}, {}, seconds(0)), std::invalid_argument);
  CHECK_THROWS_AS(select({}, {}, {}, seconds(-1)), std::invalid_argument);
}

TEST_CASE("select of a descriptor that is not open is EBADF") {
  const int fd = Socket().fileno();
  CHECK_THROWS_MATCHES(select({fd}, {}, {}, seconds(0)), error, number(EBADF));
}

TEST_CASE("an interrupted select goes on with what is left") {
  auto [a, b] = test::pair();
  test::Faults faults;
  faults.slow(Call::select, 30);
  faults.fail(Call::select, {EINTR, EINTR});
  const auto start = Clock::now();
  CHECK(select({a}, {}, {}, seconds(0.3)).readable.empty());
  CHECK(Clock::now() - start >= 300ms);
  CHECK(Clock::now() - start < 2s);
  CHECK(faults.count(Call::select) >= 3);
}

TEST_CASE("poll tells the events of each descriptor") {
  auto [a, b] = test::pair();
  Poll poll;
  poll.add(a, POLLIN | POLLOUT);
  poll.add(b, POLLIN);
  CHECK(poll.poll(seconds(0)) == Ready{{a.fileno(), POLLOUT}});
  poll.modify(a, POLLIN);
  CHECK(poll.poll(seconds(0)).empty());
  b.sendall("x");
  CHECK(poll.poll(seconds(10)) == Ready{{a.fileno(), POLLIN}});
}

TEST_CASE("poll waits for the timeout and gives nothing") {
  auto [a, b] = test::pair();
  Poll poll;
  poll.add(a, POLLIN);
  const auto start = Clock::now();
  CHECK(poll.poll(seconds(0.1)).empty());
  CHECK(Clock::now() - start >= 100ms);
  CHECK(Clock::now() - start < 2s);
}

TEST_CASE("poll of nothing is a sleep") {
  const auto start = Clock::now();
  CHECK(Poll().poll(seconds(0.05)).empty());
  CHECK(Clock::now() - start >= 50ms);
}

TEST_CASE("poll sees the end of the stream, and a hang-up when both ends are done") {
  auto [a, b] = test::pair();
  Poll poll;
  poll.add(a, POLLIN);
  b.shutdown(SHUT_WR);
  CHECK(events_of(poll) == POLLIN);
  a.shutdown(SHUT_WR);
  CHECK((events_of(poll) & (POLLIN | POLLHUP)) == (POLLIN | POLLHUP));
}

TEST_CASE("poll sees a reset as an error") {
  auto [a, b] = test::pair();
  Poll poll;
  poll.add(a, 0);
  test::reset(b);
  CHECK((events_of(poll) & (POLLERR | POLLHUP)) == (POLLERR | POLLHUP));
}

TEST_CASE("poll says POLLNVAL of a descriptor that is not open") {
  const int fd = Socket().fileno();
  Poll poll;
  poll.add(fd, POLLIN);
  CHECK(poll.poll(seconds(1)) == Ready{{fd, POLLNVAL}});
}

TEST_CASE("adding twice changes the events") {
  auto [a, b] = test::pair();
  Poll poll;
  poll.add(a);
  poll.add(a, POLLIN);
  CHECK(poll.poll(seconds(0)).empty());
}

TEST_CASE("what was not added cannot be changed or taken out") {
  auto [a, b] = test::pair();
  Poll poll;
  CHECK_THROWS_MATCHES(poll.modify(a, POLLIN), FileNotFoundError, number(ENOENT));
  CHECK_THROWS_AS(poll.unregister(a), std::out_of_range);
  CHECK_THROWS_AS(poll.add(-1), std::invalid_argument);
  poll.add(a, POLLOUT);
  poll.unregister(a);
  CHECK(poll.poll(seconds(0)).empty());
}

TEST_CASE("an interrupted poll goes on with what is left") {
  auto [a, b] = test::pair();
  Poll poll;
  poll.add(a, POLLIN);
  test::Faults faults;
  faults.slow(Call::poll, 30);
  faults.fail(Call::poll, {EINTR, EINTR});
  CHECK(poll.poll(seconds(0.3)).empty());
  CHECK(faults.count(Call::poll) >= 3);
  CHECK(faults.last_wait() <= 245);
}

TEST_CASE("a poll that fails otherwise throws") {
  test::Faults faults;
  faults.fail(Call::poll, {ENOMEM});
  CHECK_THROWS_MATCHES(Poll().poll(seconds(1)), error, number(ENOMEM));
}
