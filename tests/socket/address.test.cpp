// SPDX-License-Identifier: MIT
#include "socket/address.hpp"

#include <netinet/in.h>
#include <sys/un.h>

#include <catch_amalgamated.hpp>
#include <cstddef>
#include <sstream>
#include <stdexcept>

#include "socket/error.hpp"

using Catch::Matchers::Message;
using Catch::Matchers::MessageMatches;
using Catch::Matchers::StartsWith;
using porthole::Address;
using porthole::from_system;
using porthole::SystemAddress;
using porthole::to_system;

TEST_CASE("an address keeps its host and port as they were given") {
  const Address address("www.test", 80);
  CHECK(address.host() == "www.test");
  CHECK(address.port() == 80);
  CHECK(address.flowinfo() == 0);
  CHECK(address.scope_id() == 0);
  CHECK_FALSE(address.empty());
  CHECK_FALSE(address.is_path());
}

TEST_CASE("no address is empty and equal to no address") {
  const Address none;
  CHECK(none.empty());
  CHECK(none == Address());
  CHECK(none.to_string().empty());
  CHECK(none != Address("", 0));
  CHECK(none != Address(std::string()));
}

TEST_CASE("addresses are written as a reader knows them") {
  CHECK(Address("127.0.0.1", 80).to_string() == "127.0.0.1:80");
  CHECK(Address("2001:db8::1", 443).to_string() == "[2001:db8::1]:443");
  CHECK(Address("", 0).to_string() == ":0");
  CHECK(Address(std::string("/run/x")).to_string() == "/run/x");
  CHECK(Address(std::string("\0name", 5)).to_string() == "@name");
  std::ostringstream stream;
  stream << Address("www.test", 8080);
  CHECK(stream.str() == "www.test:8080");
}

TEST_CASE("addresses compare by all their parts") {
  CHECK(Address("a", 1) == Address("a", 1));
  CHECK(Address("a", 1) != Address("a", 2));
  CHECK(Address("a", 1) != Address("b", 1));
  CHECK(Address("::1", 1, 2) != Address("::1", 1, 3));
  CHECK(Address("fe80::1", 1, 0, 2) != Address("fe80::1", 1, 0, 3));
  CHECK(Address("a", 1) < Address("a", 2));
  CHECK(Address("x", 0) != Address(std::string("x")));
}

TEST_CASE("an IPv4 address goes to the system's form and back") {
  const SystemAddress system = to_system({"192.0.2.7", 4711}, AF_INET, "bind");
  REQUIRE(system.size == sizeof(sockaddr_in));
  const auto& in = reinterpret_cast<const sockaddr_in&>(system.storage);
  CHECK(in.sin_family == AF_INET);
  CHECK(ntohs(in.sin_port) == 4711);
  CHECK(ntohl(in.sin_addr.s_addr) == 0xc0000207);
  CHECK(from_system(system) == Address("192.0.2.7", 4711));
}

TEST_CASE("an IPv6 address keeps flow label and scope") {
  const SystemAddress system = to_system({"2001:db8::9", 443, 7, 0}, AF_INET6, "bind");
  REQUIRE(system.size == sizeof(sockaddr_in6));
  CHECK(from_system(system) == Address("2001:db8::9", 443, 7, 0));
  const SystemAddress local = to_system({"fe80::1", 1, 0xfffff, 3}, AF_INET6, "bind");
  CHECK(from_system(local) == Address("fe80::1", 1, 0xfffff, 3));
}

TEST_CASE("the empty host is any and <broadcast> is the broadcast address") {
  CHECK(from_system(to_system({"<broadcast>", 9}, AF_INET, "sendto")).host() == "255.255.255.255");
  CHECK(from_system(to_system({"255.255.255.255", 9}, AF_INET, "sendto")).host() == "255.255.255.255");
  CHECK(from_system(to_system({"", 9}, AF_INET, "bind")) == Address("0.0.0.0", 9));
  CHECK(from_system(to_system({"", 9}, AF_INET6, "bind")) == Address("::", 9));
}

TEST_CASE("<broadcast> has no IPv6 form") {
  CHECK_THROWS_MATCHES(to_system({"<broadcast>", 9}, AF_INET6, "sendto"), porthole::error,
                       Message("address family mismatched"));
}

TEST_CASE("ports from 0 to 65535 are taken and others named as what they are") {
  CHECK(from_system(to_system({"127.0.0.1", 0}, AF_INET, "connect")).port() == 0);
  CHECK(from_system(to_system({"127.0.0.1", 65535}, AF_INET, "connect")).port() == 65535);
  for (const int port : {-1, 65536, 70000, -70000, 2147483647}) {
    CAPTURE(port);
    CHECK_THROWS_MATCHES(to_system({"127.0.0.1", port}, AF_INET, "connect"), std::overflow_error,
                         Message("connect(): port must be 0-65535."));
    CHECK_THROWS_AS(to_system({"::1", port}, AF_INET6, "connect"), std::overflow_error);
  }
}

TEST_CASE("a flow label above twenty bits is refused") {
  CHECK_THROWS_MATCHES(to_system({"::1", 1, 0x100000}, AF_INET6, "connect"), std::overflow_error,
                       Message("connect(): flowinfo must be 0-1048575."));
}

TEST_CASE("an address of another family's shape is a wrong argument") {
  CHECK_THROWS_MATCHES(to_system(Address(std::string("/run/x")), AF_INET, "connect"), std::invalid_argument,
                       MessageMatches(StartsWith("connect(): AF_INET address must be")));
  CHECK_THROWS_AS(to_system(Address(), AF_INET, "connect"), std::invalid_argument);
  CHECK_THROWS_AS(to_system(Address(), AF_INET6, "connect"), std::invalid_argument);
  CHECK_THROWS_AS(to_system({"127.0.0.1", 1}, AF_UNIX, "connect"), std::invalid_argument);
}

TEST_CASE("a family that is none of the three is refused by name of the call") {
  CHECK_THROWS_MATCHES(to_system({"127.0.0.1", 1}, 4242, "connect"), porthole::error,
                       Message("connect(): bad family"));
}

TEST_CASE("a NUL inside a host is a wrong argument, even after a valid number") {
  CHECK_THROWS_AS(to_system({std::string("www\0test", 8), 80}, AF_INET, "connect"), std::invalid_argument);
  CHECK_THROWS_AS(to_system({std::string("127.0.0.1\0x", 11), 80}, AF_INET, "connect"),
                  std::invalid_argument);
  CHECK_THROWS_AS(to_system({std::string("::1\0x", 5), 80}, AF_INET6, "connect"), std::invalid_argument);
}

TEST_CASE("a Unix path goes to the system's form and back") {
  const SystemAddress system = to_system(Address(std::string("/run/x")), AF_UNIX, "bind");
  CHECK(system.size == offsetof(sockaddr_un, sun_path) + 7);
  CHECK(from_system(system) == Address(std::string("/run/x")));
}

TEST_CASE("a name in the abstract namespace keeps its NULs") {
  const std::string name("\0a\0b", 4);
  const SystemAddress system = to_system(Address(name), AF_UNIX, "bind");
  CHECK(system.size == offsetof(sockaddr_un, sun_path) + 4);
  CHECK(from_system(system).path() == name);
}

TEST_CASE("a Unix path that is too long or has a NUL inside is refused") {
  const std::string longest(sizeof(sockaddr_un::sun_path) - 1, 'a');
  CHECK(from_system(to_system(Address(longest), AF_UNIX, "bind")).path() == longest);
  CHECK_THROWS_MATCHES(to_system(Address(longest + "a"), AF_UNIX, "bind"), porthole::error,
                       Message("AF_UNIX path too long"));
  CHECK_THROWS_AS(to_system(Address(std::string("a\0b", 3)), AF_UNIX, "bind"), std::invalid_argument);
}

TEST_CASE("what the system leaves empty is no address") {
  SystemAddress system;
  system.size = 0;
  CHECK(from_system(system).empty());
  SystemAddress unspecified;
  unspecified.storage.ss_family = AF_UNSPEC;
  CHECK(from_system(unspecified).empty());
}

TEST_CASE("an unnamed Unix socket has the empty path") {
  SystemAddress system;
  system.storage.ss_family = AF_UNIX;
  system.size = offsetof(sockaddr_un, sun_path);
  CHECK(from_system(system) == Address(std::string()));
}
