// SPDX-License-Identifier: MIT
// Every call under signals, short transfers and readiness that was not meant.

#include "support/faults.hpp"

#include <array>
#include <catch_amalgamated.hpp>
#include <cerrno>
#include <chrono>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/pair.hpp"
#include "support/peers.hpp"

using namespace porthole;
using namespace std::chrono_literals;
using test::Call;
using test::Faults;
using test::number;

namespace {

using Clock = std::chrono::steady_clock;

/// Runs a scenario over and over, its first call that may wait failing, then its second, until all have; the
/// scenario checks for itself that nothing is to be seen of it. Tells how many there were.
template <class Scenario>
int interrupt_each(int fault, Scenario scenario) {
  for (int nth = 1; nth < 200; ++nth) {
    auto [a, b] = test::pair();
    Faults faults;
    faults.fail_nth(nth, fault);
    CAPTURE(nth);
    scenario(a, b);
    if (faults.count() < nth) return nth - 1;
  }
  return 200;
}

void exchange(Socket& a, Socket& b) {
  a.sendall("0123456789");
  REQUIRE(test::recv_exactly(b, 10) == "0123456789");
  REQUIRE(b.sendmsg({"ab", "cd"}) == 4);
  std::array<std::byte, 4> buffer{};
  std::size_t got = a.recv_into(buffer);
  while (got < 4) got += a.recv_into(std::span(buffer).subspan(got));
  a.shutdown(SHUT_WR);
  REQUIRE(b.recvfrom(1).first.empty());
  REQUIRE(b.recvmsg(1).data.empty());
}

}  // namespace

TEST_CASE("the system's calls are put back when a Faults ends") {
  const auto before = os::calls().recv;
  {
    const Faults faults;
    CHECK(os::calls().recv != before);
  }
  CHECK(os::calls().recv == before);
}

TEST_CASE("an exchange is the same whichever of its calls a signal interrupts") {
  CHECK(interrupt_each(EINTR, exchange) >= 6);
}

TEST_CASE("an exchange with a timeout is the same whichever of its calls a signal interrupts") {
  const int calls = interrupt_each(EINTR, [](Socket& a, Socket& b) {
    a.settimeout(10);
    b.settimeout(10);
    exchange(a, b);
  });
  CHECK(calls >= 12);
}

TEST_CASE("files are the same whichever of their calls a signal interrupts") {
  const int calls = interrupt_each(EINTR, [](Socket& a, Socket& b) {
    a.settimeout(10);
    File out = a.makefile("w");
    out.write("line one\nline two\n");
    out.close();
    a.close();
    File in = b.makefile("r");
    REQUIRE(in.readline() == "line one\n");
    REQUIRE(in.read() == "line two\n");
  });
  CHECK(calls >= 4);
}

TEST_CASE("an EAGAIN after readiness goes back to waiting") {
  auto [a, b] = test::pair();
  a.settimeout(10);
  b.sendall("x");
  Faults faults;
  faults.fail(Call::recv, {EAGAIN, EAGAIN, EAGAIN});
  CHECK(a.recv(1) == "x");
  CHECK(faults.count(Call::recv) == 4);
  CHECK(faults.count(Call::poll) == 4);
}

TEST_CASE("an EAGAIN after readiness to send goes back to waiting") {
  auto [a, b] = test::pair();
  a.settimeout(10);
  Faults faults;
  faults.fail(Call::send, {EAGAIN, EAGAIN});
  a.sendall("x");
  CHECK(faults.count(Call::send) == 3);
  CHECK(faults.count(Call::poll) == 3);
}

TEST_CASE("EAGAIN for ever ends by the timeout") {
  auto [a, b] = test::pair();
  a.settimeout(0.1);
  Faults faults;
  faults.slow(Call::send, 40);
  faults.fail(Call::send, 50, EAGAIN);
  const auto start = Clock::now();
  CHECK_THROWS_AS(a.send("x"), timeout);
  CHECK(Clock::now() - start >= 100ms);
  CHECK(Clock::now() - start < 1s);
}

TEST_CASE("the deadline is recomputed after each signal") {
  auto [a, b] = test::pair();
  a.settimeout(0.4);
  Faults faults;
  faults.slow(Call::poll, 30);
  faults.fail(Call::poll, {EINTR, EINTR, EINTR});
  const auto start = Clock::now();
  CHECK_THROWS_AS(a.recv(1), timeout);
  const auto took = Clock::now() - start;
  CHECK(took >= 400ms);
  CHECK(took < 2s);
  CHECK(faults.last_wait() <= 315);
}

TEST_CASE("signals without end do not prolong the deadline") {
  auto [a, b] = test::pair();
  a.settimeout(0.1);
  Faults faults;
  faults.slow(Call::poll, 30);
  faults.fail(Call::poll, 50, EINTR);
  const auto start = Clock::now();
  CHECK_THROWS_AS(a.recv(1), timeout);
  CHECK(Clock::now() - start < 1s);
}

TEST_CASE("a blocking call is retried as often as it is interrupted") {
  auto [a, b] = test::pair();
  b.sendall("x");
  Faults faults;
  faults.fail(Call::recv, {EINTR, EINTR, EINTR, EINTR, EINTR});
  CHECK(a.recv(1) == "x");
  CHECK(faults.count(Call::recv) == 6);
  CHECK(faults.count(Call::poll) == 0);
}

TEST_CASE("a non-blocking call is retried after a signal, never after EAGAIN") {
  auto [a, b] = test::pair();
  a.setblocking(false);
  Faults faults;
  faults.fail(Call::recv, {EINTR, EAGAIN});
  CHECK_THROWS_AS(a.recv(1), BlockingIOError);
  CHECK(faults.count(Call::recv) == 2);
  CHECK(faults.count(Call::poll) == 0);
}

TEST_CASE("sendall goes on after short sends") {
  auto [a, b] = test::pair();
  const std::string data = test::pattern(1000);
  {
    Faults faults;
    faults.limit_sends(7);
    a.sendall(data);
    CHECK(faults.count(Call::send) == 143);
  }
  CHECK(test::recv_exactly(b, 1000) == data);
}

TEST_CASE("sendall goes on after short sends that are interrupted") {
  auto [a, b] = test::pair();
  {
    Faults faults;
    faults.limit_sends(1);
    faults.fail(Call::send, {0, EINTR, 0, EINTR, EINTR, 0});
    a.sendall("abc");
  }
  CHECK(test::recv_exactly(b, 3) == "abc");
}

TEST_CASE("send tells of a short send") {
  auto [a, b] = test::pair();
  Faults faults;
  faults.limit_sends(3);
  CHECK(a.send("abcdef") == 3);
}

TEST_CASE("a connect that a signal interrupts is waited for, not called again", "[peer]") {
  for (const Timeout limit : {Timeout(), seconds(10)}) {
    Socket socket;
    socket.settimeout(limit);
    // The system goes on with an interrupted connect: so the first call is let through behind our back.
    const Address address = test::peer("echo");
    socket.connect(address);
    Faults faults;
    faults.fail(Call::connect, {EINTR});
    CHECK(socket.connect_ex(address) == 0);
    CHECK(faults.count(Call::connect) == 1);
    CHECK(faults.count(Call::poll) == 1);
  }
}

TEST_CASE("a non-blocking connect that a signal interrupts is under way") {
  Socket socket;
  socket.setblocking(false);
  Faults faults;
  faults.fail(Call::connect, {EINTR});
  CHECK(socket.connect_ex({"127.0.0.1", 9}) == EINTR);
  CHECK(faults.count(Call::poll) == 0);
}

TEST_CASE("a call that fails tells the errno, whichever it is") {
  auto [a, b] = test::pair();
  Faults faults;
  for (const int fault : {ENOBUFS, ENOMEM, ECONNRESET, ETIMEDOUT, EHOSTUNREACH}) {
    CAPTURE(fault);
    faults.fail(Call::recv, {fault});
    CHECK_THROWS_MATCHES(a.recv(1), error, number(fault));
    faults.fail(Call::send, {fault});
    CHECK_THROWS_MATCHES(a.sendall("x"), error, number(fault));
  }
}

TEST_CASE("a wait that fails is told, not retried for ever") {
  auto [a, b] = test::pair();
  a.settimeout(1);
  Faults faults;
  faults.fail(Call::poll, {ENOMEM, ENOMEM});
  CHECK_THROWS_MATCHES(a.recv(1), error, number(ENOMEM));
  CHECK_THROWS_MATCHES(a.send("x"), error, number(ENOMEM));
}

TEST_CASE("text survives being received one byte at a time") {
  auto [a, b] = test::pair();
  a.sendall("héllo 你好 🎉\r\nsecond\r\n");
  a.close();
  Faults faults;
  faults.limit_receives(1);
  File file = b.makefile("r");
  CHECK(file.readline() == "héllo 你好 🎉\n");
  CHECK(file.readline() == "second\n");
  CHECK(file.readline().empty());
}

TEST_CASE("a file's buffer goes out over short and interrupted sends") {
  auto [a, b] = test::pair();
  {
    Faults faults;
    faults.limit_sends(3);
    faults.fail(Call::send, {0, EINTR, 0, EINTR});
    File file = a.makefile("wb");
    CHECK(file.write("0123456789") == 10);
    file.flush();
  }
  CHECK(test::recv_exactly(b, 10) == "0123456789");
}
