// SPDX-License-Identifier: MIT
#include "socket/names.hpp"

#include <catch_amalgamated.hpp>
#include <cerrno>
#include <stdexcept>

#include "socket/socket.hpp"
#include "support/errors.hpp"
#include "support/faults.hpp"
#include "support/peers.hpp"

using namespace porthole;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using test::number;

namespace {

/// Makes every look-up end with this code while it lives.
class FailingLookUp {
 public:
  FailingLookUp(int code, int with_errno) {
    code_ = code;
    errno_ = with_errno;
    os::calls().getaddrinfo = [](const char*, const char*, const addrinfo*, addrinfo**) {
      errno = errno_;
      return code_;
    };
  }

 private:
  test::Faults restore_;
  static inline int code_ = 0;
  static inline int errno_ = 0;
};

}  // namespace

TEST_CASE("getaddrinfo takes numbers without asking anybody") {
  const auto four = getaddrinfo("192.0.2.1", 80, AF_UNSPEC, SOCK_STREAM);
  REQUIRE(four.size() == 1);
  CHECK(four[0].family == AF_INET);
  CHECK(four[0].type == SOCK_STREAM);
  CHECK(four[0].proto == IPPROTO_TCP);
  CHECK(four[0].canonname.empty());
  CHECK(four[0].address == Address("192.0.2.1", 80));
  const auto six = getaddrinfo("2001:db8::1", "443", AF_UNSPEC, SOCK_STREAM);
  REQUIRE(six.size() == 1);
  CHECK(six[0].family == AF_INET6);
  CHECK(six[0].address == Address("2001:db8::1", 443));
}

TEST_CASE("getaddrinfo without a host is the loopback, or any address when passive") {
  const auto local = getaddrinfo(std::nullopt, 80, AF_INET, SOCK_STREAM);
  REQUIRE(local.size() == 1);
  CHECK(local[0].address == Address("127.0.0.1", 80));
  const auto any = getaddrinfo(std::nullopt, 80, AF_INET, SOCK_STREAM, 0, AI_PASSIVE);
  REQUIRE(any.size() == 1);
  CHECK(any[0].address == Address("0.0.0.0", 80));
}

TEST_CASE("getaddrinfo knows services by name") {
  const auto web = getaddrinfo("192.0.2.1", "http", AF_INET, SOCK_STREAM);
  REQUIRE(web.size() == 1);
  CHECK(web[0].address.port() == 80);
  CHECK_THROWS_AS(getaddrinfo("192.0.2.1", "no-such-service", AF_INET, SOCK_STREAM), gaierror);
}

TEST_CASE("getaddrinfo without host and service is EAI_NONAME") {
  CHECK_THROWS_MATCHES(getaddrinfo(std::nullopt), gaierror, number(EAI_NONAME));
}

TEST_CASE("getaddrinfo refuses names when only numbers may be") {
  CHECK_THROWS_MATCHES(getaddrinfo("www.test", 80, AF_INET, SOCK_STREAM, 0, AI_NUMERICHOST), gaierror,
                       number(EAI_NONAME));
}

TEST_CASE("getaddrinfo refuses a family that the number does not have") {
  CHECK_THROWS_AS(getaddrinfo("127.0.0.1", 80, AF_INET6, SOCK_STREAM), gaierror);
  CHECK_THROWS_AS(getaddrinfo("::1", 80, AF_INET, SOCK_STREAM), gaierror);
}

TEST_CASE("getaddrinfo tells canonical names when asked") {
  const auto answers = getaddrinfo("192.0.2.1", 80, AF_INET, SOCK_STREAM, 0, AI_CANONNAME);
  REQUIRE_FALSE(answers.empty());
  CHECK(answers[0].canonname == "192.0.2.1");
}

TEST_CASE("getaddrinfo finds a peer by name or number", "[peer]") {
  const Address echo = test::peer("echo");
  const auto answers = getaddrinfo(echo.host(), echo.port(), AF_INET, SOCK_STREAM);
  REQUIRE_FALSE(answers.empty());
  Socket socket(answers[0].family, answers[0].type, answers[0].proto);
  socket.connect(answers[0].address);
  socket.sendall("found");
  CHECK(socket.getpeername() == answers[0].address);
}

TEST_CASE("names that do not exist are gaierror and named in the message", "[peer]") {
  CHECK_THROWS_MATCHES(getaddrinfo("no.such.host.invalid", 80), gaierror,
                       MessageMatches(ContainsSubstring("getaddrinfo no.such.host.invalid: ")));
  CHECK_THROWS_MATCHES(porthole::gethostbyname("no.such.host.invalid"), gaierror,
                       MessageMatches(ContainsSubstring("no.such.host.invalid")));
}

TEST_CASE("names that cannot be are refused", "[peer]") {
  CHECK_THROWS_AS(getaddrinfo("two words", 80), gaierror);
  CHECK_THROWS_AS(getaddrinfo(std::string("a\0b", 3), 80), std::invalid_argument);
  CHECK_THROWS_AS(getaddrinfo("127.0.0.1", std::string("8\0x", 3)), std::invalid_argument);
  CHECK_THROWS(getaddrinfo(std::string(300, 'a'), 80));
  CHECK_THROWS_AS(getaddrinfo("\xff\xfe", 80), std::invalid_argument);
  CHECK_THROWS_AS(getaddrinfo("不存在.invalid", 80), gaierror);
}

TEST_CASE("a look-up that fails tells the code, and the errno where that is the reason") {
  {
    const FailingLookUp scope(EAI_AGAIN, 0);
    CHECK_THROWS_MATCHES(getaddrinfo("www.test", 80), gaierror, number(EAI_AGAIN));
    CHECK_THROWS_MATCHES(Socket().connect({"www.test", 80}), gaierror, number(EAI_AGAIN));
    CHECK_THROWS_MATCHES(create_connection({"www.test", 80}), gaierror, number(EAI_AGAIN));
  }
  const FailingLookUp scope(EAI_SYSTEM, ENOMEM);
  CHECK_THROWS_MATCHES(getaddrinfo("www.test", 80), error, number(ENOMEM));
  try {
    getaddrinfo("www.test", 80);
  } catch (const error& failure) {
    CHECK(dynamic_cast<const gaierror*>(&failure) == nullptr);
  }
}

TEST_CASE("getnameinfo gives numbers when asked for numbers") {
  const int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  CHECK(getnameinfo({"127.0.0.1", 80}, numeric) == std::pair<std::string, std::string>("127.0.0.1", "80"));
  CHECK(getnameinfo({"2001:db8::1", 443}, numeric) ==
        std::pair<std::string, std::string>("2001:db8::1", "443"));
}

TEST_CASE("getnameinfo knows services by port") {
  CHECK(getnameinfo({"127.0.0.1", 80}, NI_NUMERICHOST).second == "http");
  CHECK(getnameinfo({"127.0.0.1", 1}, NI_NUMERICHOST | NI_NUMERICSERV).second == "1");
}

TEST_CASE("getnameinfo takes numbers only") {
  CHECK_THROWS_AS(getnameinfo({"www.test", 80}), gaierror);
  CHECK_THROWS_AS(getnameinfo(Address(std::string("/run/x"))), std::invalid_argument);
  CHECK_THROWS_AS(getnameinfo(Address()), std::invalid_argument);
  CHECK_THROWS_AS(getnameinfo({"::1", 80, 0x100000}), std::overflow_error);
}

TEST_CASE("gethostbyname leaves numbers as they are") {
  CHECK(porthole::gethostbyname("192.0.2.9") == "192.0.2.9");
  CHECK(porthole::gethostbyname("") == "0.0.0.0");
  CHECK(porthole::gethostbyname("<broadcast>") == "255.255.255.255");
}

TEST_CASE("services have ports and ports have services") {
  CHECK(porthole::getservbyname("http") == 80);
  CHECK(porthole::getservbyname("http", "tcp") == 80);
  CHECK(porthole::getservbyname("domain", "udp") == 53);
  CHECK(porthole::getservbyport(80) == "http");
  CHECK(porthole::getservbyport(25, "tcp") == "smtp");
  CHECK_THROWS_MATCHES(porthole::getservbyname("no-such-service"), error,
                       Catch::Matchers::Message("service/proto not found"));
  CHECK_THROWS_MATCHES(porthole::getservbyport(1, "nonsense"), error,
                       Catch::Matchers::Message("port/proto not found"));
  CHECK_THROWS_AS(porthole::getservbyport(-1), std::overflow_error);
  CHECK_THROWS_AS(porthole::getservbyport(65536), std::overflow_error);
}

TEST_CASE("protocols have numbers") {
  CHECK(porthole::getprotobyname("tcp") == IPPROTO_TCP);
  CHECK(porthole::getprotobyname("udp") == IPPROTO_UDP);
  CHECK_THROWS_AS(porthole::getprotobyname("no-such-protocol"), error);
}

TEST_CASE("this host has a name") {
  CHECK_FALSE(porthole::gethostname().empty());
  CHECK_FALSE(getfqdn().empty());
  CHECK(getfqdn("no.such.host.invalid") == "no.such.host.invalid");
}

TEST_CASE("inet_pton and inet_ntop go there and back") {
  CHECK(porthole::inet_pton(AF_INET, "192.0.2.1") == std::string("\xc0\0\x02\x01", 4));
  CHECK(porthole::inet_ntop(AF_INET, std::string("\xc0\0\x02\x01", 4)) == "192.0.2.1");
  CHECK(porthole::inet_pton(AF_INET6, "::1") == std::string(15, '\0') + "\1");
  for (const char* text : {"::", "::1", "2001:db8::ff00:42:8329", "::ffff:192.0.2.1"}) {
    CHECK(porthole::inet_ntop(AF_INET6, porthole::inet_pton(AF_INET6, text)) == text);
  }
}

TEST_CASE("inet_pton refuses what is no address") {
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "www.test", "1.2.3.4 ", "::1"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(porthole::inet_pton(AF_INET, text), error);
  }
  CHECK_THROWS_AS(porthole::inet_pton(AF_INET6, "127.0.0.1"), error);
  CHECK_THROWS_AS(porthole::inet_pton(AF_INET, std::string("1.2.3.4\0x", 9)), std::exception);
  CHECK_THROWS_MATCHES(porthole::inet_pton(AF_UNIX, "1.2.3.4"), error, number(EAFNOSUPPORT));
}

TEST_CASE("inet_ntop refuses what has another length or family") {
  CHECK_THROWS_AS(porthole::inet_ntop(AF_INET, "abc"), std::invalid_argument);
  CHECK_THROWS_AS(porthole::inet_ntop(AF_INET6, "abcd"), std::invalid_argument);
  CHECK_THROWS_AS(porthole::inet_ntop(AF_UNIX, "abcd"), std::invalid_argument);
}

TEST_CASE("inet_aton takes short forms and inet_ntoa gives the long one") {
  CHECK(porthole::inet_ntoa(inet_aton("127.1")) == "127.0.0.1");
  CHECK(porthole::inet_ntoa(inet_aton("0x7f.0.0.1")) == "127.0.0.1");
  CHECK(porthole::inet_aton("192.0.2.1") == porthole::inet_pton(AF_INET, "192.0.2.1"));
  CHECK_THROWS_AS(porthole::inet_aton("www.test"), error);
  CHECK_THROWS_AS(porthole::inet_ntoa("abc"), error);
}
