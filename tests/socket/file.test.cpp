// SPDX-License-Identifier: MIT
// Files from makefile(): modes, bytes, buffers, closing, timeouts. (text_file.test.cpp has the text.)
#include "socket/file.hpp"

#include <fcntl.h>

#include <array>
#include <catch_amalgamated.hpp>
#include <cerrno>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/faults.hpp"
#include "support/pair.hpp"
#include "support/peers.hpp"

using namespace porthole;
using Catch::Matchers::Message;
using test::Call;
using test::number;

namespace {

FileOptions buffering(int size) {
  FileOptions options;
  options.buffering = size;
  return options;
}

bool is_open(int fd) {
  return fcntl(fd, F_GETFD) != -1;
}

}  // namespace

TEST_CASE("a mode is made of r, w and b in any order") {
  auto [a, b] = test::pair();
  struct Row {
    const char* mode;
    bool readable, writable;
  };
  for (const Row& row :
       {Row{"", true, false}, Row{"b", true, false}, Row{"r", true, false}, Row{"rb", true, false},
        Row{"br", true, false}, Row{"w", false, true}, Row{"wb", false, true}, Row{"bw", false, true},
        Row{"rw", true, true}, Row{"wr", true, true}, Row{"rwb", true, true}, Row{"bwr", true, true}}) {
    CAPTURE(row.mode);
    const File file = a.makefile(row.mode);
    CHECK(file.readable() == row.readable);
    CHECK(file.writable() == row.writable);
  }
}

TEST_CASE("other modes are refused by name") {
  auto [a, b] = test::pair();
  for (const char* mode : {"x", "a", "r+", "rt", "U", "rw+", " r"}) {
    CAPTURE(mode);
    CHECK_THROWS_AS(a.makefile(mode), std::invalid_argument);
  }
  CHECK_THROWS_MATCHES(a.makefile("r+"), std::invalid_argument,
                       Message("invalid mode 'r+' (only r, w, b allowed)"));
}

TEST_CASE("text cannot be without a buffer") {
  auto [a, b] = test::pair();
  for (const char* mode : {"r", "w", "rw"}) {
    CHECK_THROWS_MATCHES(a.makefile(mode, buffering(0)), std::invalid_argument,
                         Message("unbuffered streams must be binary"));
  }
}

TEST_CASE("a refused makefile leaves the socket as it was") {
  auto [a, b] = test::pair();
  CHECK_THROWS(a.makefile("x"));
  CHECK_THROWS(a.makefile("r", buffering(0)));
  const int fd = a.fileno();
  a.close();
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("reading from a file for writing and the other way round is refused") {
  auto [a, b] = test::pair();
  File out = a.makefile("wb");
  CHECK_THROWS_MATCHES(out.read(1), error, Message("not readable"));
  CHECK_THROWS_AS(out.readline(), error);
  CHECK_THROWS_AS(out.read1(), error);
  File in = a.makefile("rb");
  CHECK_THROWS_MATCHES(in.write("x"), error, Message("not writable"));
}

TEST_CASE("a binary file reads so many bytes, or to the end") {
  auto [a, b] = test::pair();
  a.sendall(std::string("\0\xff\r\nmore bytes", 14));
  a.close();
  File file = b.makefile("rb");
  CHECK(file.read(4) == std::string("\0\xff\r\n", 4));
  CHECK(file.read(0).empty());
  CHECK(file.read() == "more bytes");
  CHECK(file.read().empty());
  CHECK(file.read(1).empty());
}

TEST_CASE("a binary file's lines end at the newline byte alone") {
  auto [a, b] = test::pair();
  a.sendall("one\r\ntwo\rthree\nrest");
  a.close();
  File file = b.makefile("rb");
  CHECK(file.readline() == "one\r\n");
  CHECK(file.readline() == "two\rthree\n");
  CHECK(file.readline() == "rest");
  CHECK(file.readline().empty());
}

TEST_CASE("readline takes at most its limit and leaves the rest of the line") {
  auto [a, b] = test::pair();
  a.sendall("abcdefgh\nx\n");
  File file = b.makefile("rb");
  CHECK(file.readline(3) == "abc");
  CHECK(file.readline(0).empty());
  CHECK(file.readline(100) == "defgh\n");
  CHECK(file.readline(2) == "x\n");
}

TEST_CASE("a line longer than the buffer is whole") {
  auto [a, b] = test::pair();
  const std::string line = std::string(50'000, 'l') + "\n";
  a.sendall(line + "next\n");
  File file = b.makefile("rb");
  CHECK((file.readline() == line));
  CHECK(file.readline() == "next\n");
}

TEST_CASE("read1 gives what is there without waiting for more") {
  auto [a, b] = test::pair();
  a.sendall("some");
  REQUIRE(test::arrives(b));
  File file = b.makefile("rb");
  std::string got = file.read1(100);
  CHECK(std::string("some").starts_with(got));
  while (got.size() < 4) got += file.read1();
  CHECK(got == "some");
  CHECK(file.read1(0).empty());
  a.close();
  CHECK(file.read1(5).empty());
}

TEST_CASE("readinto fills from the buffer first, then by one receive") {
  auto [a, b] = test::pair();
  a.sendall("line\nrest");
  File file = b.makefile("rb");
  REQUIRE(file.readline() == "line\n");
  std::array<std::byte, 100> buffer{};
  std::string got;
  while (got.size() < 4) {
    const std::size_t size = file.readinto(buffer).value();
    got.append(reinterpret_cast<const char*>(buffer.data()), size);
  }
  CHECK(got == "rest");
  a.close();
  CHECK(file.readinto(buffer) == 0);
}

TEST_CASE("without a buffer a read is one receive") {
  auto [a, b] = test::pair();
  a.sendall("0123456789");
  REQUIRE(test::arrives(b));
  File file = b.makefile("rb", buffering(0));
  test::Faults faults;
  faults.limit_receives(4);
  CHECK(file.read(10).size() <= 4);
  CHECK(faults.count(Call::recv) == 1);
}

TEST_CASE("without a buffer nothing is taken from the socket beyond what was read") {
  auto [a, b] = test::pair();
  a.sendall("one\ntwo\n");
  File file = b.makefile("rb", buffering(0));
  CHECK(file.readline() == "one\n");
  CHECK(test::recv_exactly(b, 4) == "two\n");
}

TEST_CASE("without a buffer a write is one send") {
  auto [a, b] = test::pair();
  File file = a.makefile("wb", buffering(0));
  {
    test::Faults faults;
    faults.limit_sends(3);
    CHECK(file.write("abcdef") == 3);
  }
  CHECK(test::recv_exactly(b, 3) == "abc");
}

TEST_CASE("what is written waits in the buffer until flush") {
  auto [a, b] = test::pair();
  test::Faults faults;
  File file = a.makefile("wb");
  CHECK(file.write("waits") == 5);
  CHECK(faults.count(Call::send) == 0);
  file.flush();
  CHECK(faults.count(Call::send) == 1);
  file.flush();
  CHECK(faults.count(Call::send) == 1);
  CHECK(test::recv_exactly(b, 5) == "waits");
}

TEST_CASE("more than the buffer holds goes out by itself") {
  auto [a, b] = test::pair();
  File file = a.makefile("wb", buffering(16));
  file.write("0123456789");
  file.write("0123456789");
  CHECK(test::recv_exactly(b, 10) == "0123456789");
  const std::string large(20'000, 'z');
  CHECK(file.write(large) == large.size());
  file.close();
  CHECK(test::recv_exactly(b, 20'010).ends_with("zzz"));
}

TEST_CASE("closing a file flushes it, and so does leaving its scope") {
  auto [a, b] = test::pair();
  File file = a.makefile("wb");
  file.write("closed ");
  file.close();
  {
    File other = a.makefile("wb");
    other.write("left");
  }
  CHECK(test::recv_exactly(b, 11) == "closed left");
}

TEST_CASE("writelines adds no newlines") {
  auto [a, b] = test::pair();
  File file = a.makefile("wb");
  file.writelines({"one\n", "two", "", "three\n"});
  file.flush();
  CHECK(test::recv_exactly(b, 13) == "one\ntwothree\n");
}

TEST_CASE("a file goes through its lines") {
  auto [a, b] = test::pair();
  a.sendall("one\n\nthree\nlast");
  a.close();
  File file = b.makefile("rb");
  std::vector<std::string> lines;
  for (const std::string& line : file) lines.push_back(line);
  CHECK(lines == std::vector<std::string>{"one\n", "\n", "three\n", "last"});
  CHECK(file.readlines().empty());
}

TEST_CASE("one file for both directions") {
  auto [a, b] = test::pair();
  File client = a.makefile("rwb");
  File server = b.makefile("rwb");
  client.write("question\n");
  client.flush();
  CHECK(server.readline() == "question\n");
  server.write("answer\n");
  server.flush();
  CHECK(client.readline() == "answer\n");
}

TEST_CASE("a closed file refuses everything but closing again") {
  auto [a, b] = test::pair();
  File file = a.makefile("rwb");
  CHECK_FALSE(file.closed());
  file.close();
  file.close();
  CHECK(file.closed());
  std::array<std::byte, 1> buffer{};
  const auto closed = Message("I/O operation on closed file.");
  CHECK_THROWS_MATCHES(file.read(1), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.read1(1), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.readinto(buffer), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.readline(), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.readlines(), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.write("x"), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.flush(), std::invalid_argument, closed);
  CHECK_THROWS_MATCHES(file.fileno(), std::invalid_argument, closed);
}

TEST_CASE("closing a file leaves the socket open") {
  auto [a, b] = test::pair();
  {
    const File file = a.makefile("rb");
  }
  a.sendall("open");
  CHECK(test::recv_exactly(b, 4) == "open");
}

TEST_CASE("closing the socket leaves the descriptor to the file") {
  auto [a, b] = test::pair();
  File file = a.makefile("rwb");
  const int fd = a.fileno();
  a.close();
  CHECK(is_open(fd));
  file.write("after");
  file.flush();
  CHECK(test::recv_exactly(b, 5) == "after");
  b.sendall("back");
  CHECK(file.read(4) == "back");
  file.close();
  CHECK_FALSE(is_open(fd));
  CHECK(b.recv(1).empty());
}

TEST_CASE("the last of several files closes the descriptor") {
  auto [a, b] = test::pair();
  File first = a.makefile("rb");
  File second = a.makefile("wb");
  const int fd = a.fileno();
  a.close();
  first.close();
  first.close();
  CHECK(is_open(fd));
  second.close();
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("a socket that leaves its scope closes under no file") {
  auto [a, b] = test::pair();
  File file = [&] {
    Socket gone = std::move(a);
    return gone.makefile("wb");
  }();
  file.write("x");
  file.close();
  CHECK(test::recv_exactly(b, 1) == "x");
  CHECK(b.recv(1).empty());
}

TEST_CASE("a file on a closed socket is EBADF") {
  auto [a, b] = test::pair();
  a.close();
  CHECK_THROWS_MATCHES(a.makefile("rb"), error, number(EBADF));
}

TEST_CASE("a timeout inside a read leaves the file unusable for reading") {
  auto [a, b] = test::pair();
  a.settimeout(0.05);
  File file = a.makefile("rwb");
  b.sendall("half a li");
  CHECK_THROWS_AS(file.readline(), timeout);
  b.sendall("ne\n");
  CHECK_THROWS_MATCHES(file.readline(), error, Message("cannot read from timed out object"));
  CHECK_THROWS_MATCHES(file.read(), error, Message("cannot read from timed out object"));
  file.write("still writable");
  file.flush();
  CHECK(test::recv_exactly(b, 14) == "still writable");
}

TEST_CASE("a timeout poisons its own file only") {
  auto [a, b] = test::pair();
  a.settimeout(0.05);
  File poisoned = a.makefile("rb");
  CHECK_THROWS_AS(poisoned.read(1), timeout);
  b.sendall("x");
  a.settimeout(10);
  File fresh = a.makefile("rb");
  CHECK(fresh.read(1) == "x");
}

TEST_CASE("on a non-blocking socket nothing yet is not the end") {
  auto [a, b] = test::pair();
  a.setblocking(false);
  File raw = a.makefile("rb", buffering(0));
  std::array<std::byte, 4> buffer{};
  CHECK(raw.readinto(buffer) == std::nullopt);
  CHECK_THROWS_AS(raw.read(4), BlockingIOError);
  File buffered = a.makefile("rb");
  CHECK_THROWS_AS(buffered.read(4), BlockingIOError);
  b.sendall("now");
  REQUIRE(test::arrives(a));
  CHECK(raw.readinto(buffer).value() > 0);
  b.close();
  REQUIRE(test::arrives(a));
  while (raw.readinto(buffer).value_or(1) > 0) test::arrives(a);
  CHECK(raw.readinto(buffer) == 0);
}

TEST_CASE("a flush that fails has not sent its bytes twice") {
  auto [a, b] = test::pair();
  File file = a.makefile("wb");
  file.write("0123456789");
  {
    test::Faults faults;
    faults.limit_sends(4);
    faults.fail(Call::send, {0, ENOBUFS});
    CHECK_THROWS_MATCHES(file.flush(), error, number(ENOBUFS));
  }
  file.close();
  a.close();
  CHECK(test::recv_to_end(b) == "0123456789");
}

TEST_CASE("a close that cannot flush throws and still closes") {
  auto [a, b] = test::pair();
  File file = a.makefile("wb");
  file.write("lost");
  const int fd = a.fileno();
  a.close();
  {
    test::Faults faults;
    faults.fail(Call::send, {ECONNRESET});
    CHECK_THROWS_AS(file.close(), ConnectionResetError);
  }
  CHECK(file.closed());
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("a destructor that cannot flush is silent") {
  auto [a, b] = test::pair();
  test::Faults faults;
  faults.fail(Call::send, {ECONNRESET});
  {
    File file = a.makefile("wb");
    file.write("lost");
  }
  CHECK(faults.count(Call::send) == 1);
}

TEST_CASE("an HTTP answer is read line by line, then to the end", "[peer]") {
  Socket socket = test::dial("http");
  File file = socket.makefile("rwb");
  socket.close();
  file.write("GET / HTTP/1.0\r\n\r\n");
  file.flush();
  CHECK(file.readline() == "HTTP/1.0 200 OK\r\n");
  std::string line;
  do line = file.readline();
  while (line != "\r\n" && !line.empty());
  CHECK(file.read() == "Hello from the practice peer.\n");
}
