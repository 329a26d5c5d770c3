// SPDX-License-Identifier: MIT
#include "preload/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/un.h>

#include <cstring>
#include <string>

#include "catch_amalgamated.hpp"

using porthole::preload::Text;

namespace {

std::string written;

Text fresh() {
  written.clear();
  return Text([](std::string_view words) { written += words; });
}

template <typename Work>
std::string text_of(Work work) {
  Text text = fresh();
  work(text);
  text.flush();
  return written;
}

std::string bytes_of(std::string_view bytes, std::size_t limit) {
  const iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  return text_of([&](Text& text) { porthole::preload::add_bytes(text, {&part, 1}, bytes.size(), limit); });
}

}  // namespace

TEST_CASE("seconds have six digits") {
  CHECK(text_of([](Text& text) { text.seconds(1'234'567'890); }) == "1.234567");
  CHECK(text_of([](Text& text) { text.seconds(1000); }) == "0.000001");
  CHECK(text_of([](Text& text) { text.seconds(-5); }) == "0.000000");
}

TEST_CASE("text longer than the buffer arrives whole") {
  const std::string words(10000, 'w');
  CHECK(text_of([&](Text& text) { text.add(words).add('!'); }) == words + '!');
}

TEST_CASE("bytes are shown in hexadecimal and as text") {
  CHECK(bytes_of("GET / HTTP/1.0\r\n\xff", 100) ==
        "    000000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 30 0d 0a  |GET / HTTP/1.0..|\n"
        "    000010  ff                                               |.|\n");
}

TEST_CASE("what exceeds the limit is counted") {
  CHECK(bytes_of(std::string(100, 'a'), 16) ==
        "    000000  61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61  |aaaaaaaaaaaaaaaa|\n"
        "    … 84 more bytes\n");
  CHECK(bytes_of("abc", 0).empty());
}

TEST_CASE("bytes in several pieces are one stream") {
  char one[] = "Hel";
  char two[] = "lo";
  const iovec parts[] = {{one, 3}, {nullptr, 0}, {two, 2}};
  CHECK(text_of([&](Text& text) { porthole::preload::add_bytes(text, parts, 4, 100); }) ==
        "    000000  48 65 6c 6c                                      |Hell|\n");
}

TEST_CASE("addresses are written as people write them") {
  const auto shown = [](const auto& address, std::size_t length) {
    sockaddr_storage storage{};
    std::memcpy(&storage, &address, sizeof address);
    return text_of([&](Text& text) {
      porthole::preload::add_address(text, reinterpret_cast<const sockaddr*>(&storage),
                                     static_cast<socklen_t>(length));
    });
  };
  sockaddr_in inet{};
  inet.sin_family = AF_INET;
  inet.sin_port = htons(80);
  inet.sin_addr.s_addr = htonl(0xC612000A);
  CHECK(shown(inet, sizeof inet) == "198.18.0.10:80");
  CHECK(shown(inet, 4) == "family 2");
  sockaddr_in6 inet6{};
  inet6.sin6_family = AF_INET6;
  inet6.sin6_port = htons(443);
  inet6.sin6_addr = in6addr_loopback;
  CHECK(shown(inet6, sizeof inet6) == "[::1]:443");
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  CHECK(shown(local, offsetof(sockaddr_un, sun_path)) == "unnamed");
  std::memcpy(local.sun_path, "/tmp/s", 7);
  CHECK(shown(local, sizeof local) == "/tmp/s");
  std::memcpy(local.sun_path, "\0abs", 4);
  CHECK(shown(local, offsetof(sockaddr_un, sun_path) + 4) == "@abs");
  CHECK(text_of([](Text& text) { porthole::preload::add_address(text, nullptr, 0); }) == "NULL");
}

TEST_CASE("flags are names joined by bars, and what has no name is a number") {
  using namespace porthole::preload;
  CHECK(text_of([](Text& text) { add_message_flags(text, MSG_PEEK | MSG_DONTWAIT); }) ==
        "MSG_PEEK|MSG_DONTWAIT");
  CHECK(text_of([](Text& text) { add_message_flags(text, 0); }) == "0");
  CHECK(text_of([](Text& text) { add_poll_events(text, POLLIN | 0x4000); }) == "POLLIN|0x4000");
  CHECK(text_of([](Text& text) { add_socket_type(text, SOCK_STREAM | SOCK_CLOEXEC); }) ==
        "SOCK_STREAM|SOCK_CLOEXEC");
  CHECK(text_of([](Text& text) { add_socket_type(text, 77); }) == "77");
}

TEST_CASE("options have their names") {
  using namespace porthole::preload;
  CHECK(option_level_name(SOL_SOCKET) == "SOL_SOCKET");
  CHECK(option_name(SOL_SOCKET, SO_ERROR) == "SO_ERROR");
  CHECK(option_name(SOL_SOCKET, 9999).empty());
  CHECK(option_name(9999, 1).empty());
}
