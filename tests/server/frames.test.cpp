// SPDX-License-Identifier: MIT
// The engine alone, with the sanitizers; what a whole gateway does with it is tested in Python, on both
// engines.
#include "engine/frames.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch_amalgamated.hpp>
#include <cerrno>
#include <cstring>
#include <vector>

#include "engine/pipe.hpp"

using namespace porthole::engine;

namespace {

struct Pair {
  Pair() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0); }
  Pair(Pair const&) = delete;
  Pair& operator=(Pair const&) = delete;
  ~Pair() {
    for (auto const end : ends)
      if (end >= 0) ::close(end);
  }
  void close(int which) {
    ::close(ends[static_cast<std::size_t>(which)]);
    ends[static_cast<std::size_t>(which)] = -1;
  }
  std::array<int, 2> ends{};
};

std::string masked(unsigned first, std::string payload, std::array<unsigned char, 4> key = {1, 2, 3, 4}) {
  std::string frame{static_cast<char>(first)};
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80U | payload.size());
  } else {
    frame += static_cast<char>(0x80U | 126U);
    frame += static_cast<char>(payload.size() >> 8U);
    frame += static_cast<char>(payload.size());
  }
  for (auto const byte : key) frame += static_cast<char>(byte);
  for (std::size_t at = 0; at < payload.size(); ++at)
    payload[at] = static_cast<char>(payload[at] ^ static_cast<char>(key[at % key.size()]));
  return frame + payload;
}

void write_all(int fd, std::string const& bytes) {
  REQUIRE(::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

std::string read_some(int fd) {
  std::string bytes(1 << 20, '\0');
  auto const count = ::read(fd, bytes.data(), bytes.size());
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

std::string data_of(std::uint32_t number, std::string const& bytes) {
  std::string payload;
  for (auto shift = 0U; shift < 32; shift += 8) payload += static_cast<char>(number >> shift);
  return payload + bytes;
}

}  // namespace

TEST_CASE("unmask undoes a mask at every length and place") {
  std::string const plain = "the quick brown fox jumps over the lazy dog";
  for (std::size_t from = 0; from < 9; ++from) {
    for (std::size_t size = 0; from + size <= plain.size(); ++size) {
      std::array<char, 4> const key{'\x5a', '\x01', '\xff', '\x80'};
      auto text = plain;
      for (std::size_t at = 0; at < size; ++at)
        text[from + at] = static_cast<char>(text[from + at] ^ key[at % key.size()]);
      std::uint32_t mask = 0;
      std::memcpy(&mask, key.data(), sizeof mask);
      unmask(std::span(text).subspan(from, size), mask);
      REQUIRE(text == plain);
    }
  }
}

TEST_CASE("data of an open socket goes to its host, byte by byte or at once") {
  auto const step = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{100'000});
  Pair const page;
  Pair const host;
  std::vector<std::string> others;
  Frames frames(page.ends[1], [&](Opcode, std::span<char> payload) {
    others.emplace_back(payload.data(), payload.size());
  });
  Pipe pipe(frames, host.ends[0], 6, 100'000, 0, [] {});
  pipe.accepting = true;
  auto const sent = masked(0x82, data_of(6, "one")) + masked(0x81, "control") +
                    masked(0x82, data_of(8, "not open")) + masked(0x02, data_of(6, "in ")) +
                    masked(0x89, "ping") + masked(0x00, "three ") + masked(0x80, "pieces") +
                    masked(0x82, data_of(6, std::string(5000, 'x')));
  std::string arrived;
  for (std::size_t at = 0; at < sent.size(); at += step) {
    write_all(page.ends[0], sent.substr(at, step));
    REQUIRE(frames.receive());
    arrived += read_some(host.ends[1]);
  }
  CHECK(arrived == "onein three pieces" + std::string(5000, 'x'));
  CHECK(others == std::vector<std::string>{"control", data_of(8, "not open")});
  CHECK(pipe.up == 5018);
  frames.flush();
  CHECK(read_some(page.ends[0]) == std::string("\x8a\x04ping"));
}

TEST_CASE("what the host does not take waits, and its credit with it") {
  Pair const page;
  Pair const host;
  int attended = 0;
  Frames frames(page.ends[1], [](Opcode, std::span<char>) { FAIL("nothing but data"); });
  Pipe pipe(frames, host.ends[0], 2, 1'000'000, 0, [&] { ++attended; });
  pipe.accepting = true;
  std::string const part(50'000, 'y');
  while (!pipe.waiting()) {
    write_all(page.ends[0], masked(0x82, data_of(2, part)));
    REQUIRE(frames.receive());
  }
  CHECK(attended > 0);
  CHECK_FALSE(pipe.drain());
  std::size_t arrived = 0;
  std::int64_t given = 0;
  while (pipe.waiting()) {
    arrived += read_some(host.ends[1]).size();
    CHECK(pipe.drain());
    given += pipe.give_back();
  }
  arrived += read_some(host.ends[1]).size();
  CHECK(arrived == pipe.up);
  CHECK(pipe.allowed == 1'000'000 - static_cast<std::int64_t>(pipe.up) + given);
}

TEST_CASE("more than credit allows is not taken, but told") {
  Pair const page;
  Pair const host;
  std::size_t told = 0;
  Frames frames(page.ends[1], [&](Opcode, std::span<char> payload) { told = payload.size(); });
  Pipe pipe(frames, host.ends[0], 2, 10, 0, [] {});
  pipe.accepting = true;
  write_all(page.ends[0], masked(0x82, data_of(2, "eleven byte")));
  REQUIRE(frames.receive());
  CHECK(told == 15);
  CHECK(pipe.up == 0);
}

TEST_CASE("data goes on before its message is whole, and is dropped once its socket is gone") {
  Pair const page;
  Pair const host;
  Frames frames(page.ends[1], [](Opcode, std::span<char>) { FAIL("nothing but data"); });
  Pipe pipe(frames, host.ends[0], 2, 1000, 0, [] {});
  pipe.accepting = true;
  auto const message = masked(0x82, data_of(2, "to the host, then to nobody"));
  write_all(page.ends[0], message.substr(0, message.size() - 16));
  REQUIRE(frames.receive());
  CHECK(read_some(host.ends[1]) == "to the host");
  pipe.clear();
  write_all(page.ends[0], message.substr(message.size() - 16) + masked(0x89, "ping"));
  REQUIRE(frames.receive());
  frames.flush();
  CHECK(read_some(host.ends[1]).empty());
  CHECK(read_some(page.ends[0]) == std::string("\x8a\x04ping"));
}

TEST_CASE("more than credit allows within a message in fragments is told") {
  Pair const page;
  Pair const host;
  std::string told;
  Frames frames(page.ends[1],
                [&](Opcode, std::span<char> payload) { told.assign(payload.data(), payload.size()); });
  Pipe pipe(frames, host.ends[0], 2, 10, 0, [] {});
  pipe.accepting = true;
  write_all(page.ends[0], masked(0x02, data_of(2, "eight by")) + masked(0x80, "tes"));
  REQUIRE(frames.receive());
  CHECK(told == data_of(2, "tes"));
  CHECK(pipe.up == 8);
}

TEST_CASE("a flood of messages leaves others their turn") {
  Pair const page;
  int told = 0;
  Frames frames(page.ends[1], [&](Opcode, std::span<char>) { ++told; });
  std::string flood;
  for (int index = 0; index < 100; ++index) flood += masked(0x81, "control");
  write_all(page.ends[0], flood);
  int turns = 0;
  do {
    REQUIRE(frames.receive());
    CHECK(told <= 16 * ++turns);
  } while (frames.pending());
  CHECK(told == 100);
  CHECK(turns == 7);
}

TEST_CASE("small pieces that wait share their memory") {
  std::deque<std::string> queue;
  for (int index = 0; index < 20'000; ++index) join(queue, "x");
  CHECK(queue.size() == 2);
  join(queue, std::string(20'000, 'y'));
  CHECK(queue.size() == 3);
}

TEST_CASE("a host's bytes are framed within the page's credit") {
  Pair const page;
  Pair const host;
  Frames frames(page.ends[1], [](Opcode, std::span<char>) {});
  Pipe pipe(frames, host.ends[0], 0x01020304, 10, 5, [] {});
  CHECK(pipe.read() == -1);
  write_all(host.ends[1], "abcdefgh");
  CHECK(pipe.read() == 5);
  CHECK(pipe.read() == -1);
  pipe.may_send += 300;
  CHECK(pipe.read() == 3);
  CHECK(read_some(page.ends[0]) ==
        "\x82\x09\x04\x03\x02\x01"
        "abcde\x82\x07\x04\x03\x02\x01"
        "fgh");
}

TEST_CASE("the host's end and its death are told apart") {
  Pair const page;
  Pair host;
  Frames frames(page.ends[1], [](Opcode, std::span<char>) {});
  Pipe pipe(frames, host.ends[0], 2, 10, 100, [] {});
  pipe.accepting = true;
  host.close(1);
  CHECK(pipe.read() == 0);
  write_all(page.ends[0], masked(0x82, data_of(2, "x")));
  REQUIRE(frames.receive());
  CHECK(pipe.error == EPIPE);
}

TEST_CASE("what breaks the protocol is refused by its header") {
  struct Case {
    std::string bytes;
    int code;
  };
  auto const wrong = GENERATE(values<Case>({
      {std::string("\xc2\x80", 2), 1002},                                   // a reserved bit
      {std::string("\x82\x05", 2), 1002},                                   // not masked
      {std::string("\x83\x80", 2), 1002},                                   // an unknown opcode
      {std::string("\x8b\x80", 2), 1002},                                   // an unknown control opcode
      {std::string("\x09\x80", 2), 1002},                                   // a fragmented ping
      {std::string("\x89\xfe\x00\x7e", 4), 1002},                           // a long ping
      {std::string("\x80\x80", 2), 1002},                                   // an end without a beginning
      {masked(0x01, "begun") + std::string("\x81\x80", 2), 1002},           // a beginning without an end
      {std::string("\x81\xff\x00\x00\x00\x00\x00\x01\x00\x01", 10), 1009},  // a text of 65537 bytes
      {std::string("\x82\xff\x00\x00\x00\x00\x00\x04\x00\x05", 10), 1009},  // data of 262145 bytes
      {std::string("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10), 1009},  // 16 exabytes
      {masked(0x01, std::string(60'000, ' ')) + std::string("\x80\xfe\xff\xff", 4),
       1009},  // too long in pieces
  }));
  Pair const page;
  Frames frames(page.ends[1], [](Opcode, std::span<char>) {});
  write_all(page.ends[0], wrong.bytes);
  try {
    frames.receive();
    FAIL("taken");
  } catch (Violation const& violation) {
    CHECK(violation.code == wrong.code);
  }
}

TEST_CASE("a connection to the page that dies is noticed, and holds nothing") {
  Pair page;
  Frames frames(page.ends[1], [](Opcode, std::span<char>) {});
  page.close(0);
  frames.queue(text, "hello");
  CHECK(frames.waiting() > 0);
  frames.flush();
  CHECK(frames.error() == EPIPE);
  CHECK(frames.waiting() == 0);
  CHECK_FALSE(frames.receive());
}
