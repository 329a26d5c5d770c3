// SPDX-License-Identifier: MIT
#include "socket/connection.hpp"

#include <netdb.h>

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
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Message;
using Catch::Matchers::MessageMatches;
using test::Call;
using test::number;
using test::peer;

namespace {

/// Makes every name have three addresses, 192.0.2.1 to 192.0.2.3, or none, while it lives.
class ManyAddresses {
 public:
  explicit ManyAddresses(std::size_t count = 3) {
    count_ = count;
    os::calls().getaddrinfo = [](const char*, const char*, const addrinfo* hints, addrinfo** list) {
      *list = nullptr;
      addrinfo numeric = *hints;
      numeric.ai_flags = AI_NUMERICHOST;
      numeric.ai_family = AF_INET;
      addrinfo** end = list;
      const std::array names{"192.0.2.1", "192.0.2.2", "192.0.2.3"};
      for (std::size_t i = 0; i < count_; ++i) {
        if (const int code = ::getaddrinfo(names[i], "80", &numeric, end); code != 0) return code;
        end = &(*end)->ai_next;
      }
      return 0;
    };
  }
  test::Faults& faults() { return faults_; }

 private:
  test::Faults faults_;
  static inline std::size_t count_ = 0;
};

}  // namespace

TEST_CASE("create_connection connects by name or number", "[peer]") {
  Socket socket = create_connection(peer("echo"));
  CHECK(socket.gettimeout() == Timeout());
  socket.sendall("made");
  CHECK(test::recv_exactly(socket, 4) == "made");
}

TEST_CASE("create_connection gives its socket the timeout", "[peer]") {
  CHECK(create_connection(peer("echo"), 7.5).gettimeout() == seconds(7.5));
  CHECK(create_connection(peer("echo"), Timeout()).gettimeout() == Timeout());
  setdefaulttimeout(6.0);
  const Timeout got = create_connection(peer("echo")).gettimeout();
  setdefaulttimeout(Timeout());
  CHECK(got == seconds(6));
}

TEST_CASE("create_connection that is refused throws the refusal", "[peer]") {
  CHECK_THROWS_AS(create_connection(peer("refused")), ConnectionRefusedError);
  CHECK_THROWS_AS(create_connection(peer("refused"), 10.0), ConnectionRefusedError);
}

TEST_CASE("create_connection to a name that does not exist is gaierror", "[peer]") {
  CHECK_THROWS_AS(create_connection({"no.such.host.invalid", 80}), gaierror);
  CHECK_THROWS_AS(create_connection({"no.such.host.invalid", 80}, 10.0, {.all_errors = true}), gaierror);
}

TEST_CASE("create_connection tries every address and throws the last error") {
  ManyAddresses scope;
  scope.faults().fail(Call::connect, {EHOSTUNREACH, ETIMEDOUT, ECONNREFUSED});
  CHECK_THROWS_MATCHES(create_connection({"many.test", 80}), ConnectionRefusedError,
                       MessageMatches(ContainsSubstring("192.0.2.3:80")));
  CHECK(scope.faults().count(Call::connect) == 3);
}

TEST_CASE("create_connection gives all errors on request, in order") {
  ManyAddresses scope;
  scope.faults().fail(Call::connect, {EHOSTUNREACH, ETIMEDOUT, ECONNREFUSED});
  try {
    create_connection({"many.test", 80}, ConnectionOptions{.all_errors = true});
    FAIL("nothing was thrown");
  } catch (const error_group& group) {
    REQUIRE(group.errors().size() == 3);
    CHECK(group.errors()[0].number() == EHOSTUNREACH);
    CHECK(group.errors()[1].number() == ETIMEDOUT);
    CHECK(group.errors()[2].number() == ECONNREFUSED);
    CHECK(group.errors()[0].target() == "192.0.2.1:80");
    CHECK(group.target() == "many.test:80");
  }
}

TEST_CASE("create_connection of a name without addresses is an error") {
  const ManyAddresses scope(0);
  CHECK_THROWS_MATCHES(create_connection({"none.test", 80}), error,
                       Message("getaddrinfo returns an empty list"));
}

TEST_CASE("create_connection checks its arguments") {
  CHECK_THROWS_AS(create_connection({"127.0.0.1", 80}, -1.0), std::invalid_argument);
  CHECK_THROWS_AS(create_connection({std::string("a\0b", 3), 80}), std::invalid_argument);
}

TEST_CASE("create_connection can bind to a source address", "[tab]") {
  const Socket server = create_server({"127.0.0.1", 0});
  const Socket socket =
      create_connection(server.getsockname(), ConnectionOptions{.source_address = Address("127.0.0.2", 0)});
  CHECK(socket.getsockname().host() == "127.0.0.2");
}

TEST_CASE("create_connection names a source address that cannot be bound", "[tab]") {
  const Socket server = create_server({"127.0.0.1", 0});
  CHECK_THROWS_MATCHES(
      create_connection(server.getsockname(), ConnectionOptions{.source_address = Address("192.0.2.1", 0)}),
      error, number(EADDRNOTAVAIL));
}

TEST_CASE("create_server listens where it was told", "[tab]") {
  Socket server = create_server({"127.0.0.1", 0});
  CHECK(server.getsockname().host() == "127.0.0.1");
  CHECK(server.getsockname().port() > 0);
  CHECK(server.getsockopt(SOL_SOCKET, SO_REUSEADDR) != 0);
  CHECK(server.getsockopt(SOL_SOCKET, SO_ACCEPTCONN) == 1);
  const Socket client = create_connection(server.getsockname(), 10.0);
  auto [accepted, from] = server.accept();
  CHECK(from == client.getsockname());
}

TEST_CASE("create_server over IPv6 alone leaves IPv4 to others", "[tab]") {
  ServerOptions options{.family = AF_INET6};
  Socket server = create_server({"::1", 0}, options);
  CHECK(server.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY) == 1);
  const Socket client = create_connection({"::1", server.getsockname().port()}, 10.0);
  CHECK(client.family() == AF_INET6);
  CHECK(server.accept().second.host() == "::1");
}

TEST_CASE("create_server for both families takes IPv4 connections too", "[tab]") {
  REQUIRE(has_dualstack_ipv6());
  Socket server = create_server({"", 0}, {.family = AF_INET6, .dualstack_ipv6 = true});
  const Socket client = create_connection({"127.0.0.1", server.getsockname().port()}, 10.0);
  CHECK(server.accept().second.host() == "::ffff:127.0.0.1");
}

TEST_CASE("create_server names an address that is taken", "[tab]") {
  const Socket server = create_server({"127.0.0.1", 0});
  const Address taken = server.getsockname();
  CHECK_THROWS_MATCHES(create_server(taken), error, number(EADDRINUSE));
  CHECK_THROWS_WITH(create_server(taken), ContainsSubstring(taken.to_string()));
}

TEST_CASE("create_server checks that dual-stack is asked of IPv6") {
  CHECK_THROWS_MATCHES(create_server({"127.0.0.1", 0}, {.dualstack_ipv6 = true}), std::invalid_argument,
                       MessageMatches(ContainsSubstring("dualstack_ipv6")));
}

TEST_CASE("the program can make IPv6 sockets") {
  CHECK(has_ipv6());
}
