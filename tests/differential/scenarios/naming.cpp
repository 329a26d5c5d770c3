// SPDX-License-Identifier: MIT
// Names, services, addresses between text and bytes.

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;
using namespace std::string_literals;

namespace {

using Answers = std::vector<std::tuple<int, int, int, std::string, Address>>;

constexpr int numeric = NI_NUMERICHOST | NI_NUMERICSERV;

/// getaddrinfo() as Python's tuples.
Answers look(const std::optional<std::string>& host, const Service& service, int family = 0, int type = 0,
             int proto = 0, int flags = 0) {
  Answers out;
  for (const AddressInfo& info : getaddrinfo(host, service, family, type, proto, flags))
    out.emplace_back(info.family, info.type, info.proto, info.canonname, info.address);
  return out;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

SCENARIO(getaddrinfo_numbers) {
  say("all types", look("127.0.0.1", 80));
  say("a stream", look("127.0.0.1", 80, AF_INET, SOCK_STREAM));
  say("by protocol", look("127.0.0.1", 80, 0, 0, IPPROTO_TCP));
  say("IPv6", look("::1", 80, 0, SOCK_STREAM));
  say("port as text", look("127.0.0.1", "80", 0, SOCK_STREAM));
  say("no port", look("127.0.0.1", {}, 0, SOCK_STREAM));
  say("short form", look("127.1", 80, AF_INET, SOCK_STREAM));
  say("scope", getaddrinfo("fe80::1%1", 80, AF_INET6, SOCK_STREAM).front().address.scope_id());
}

SCENARIO(getaddrinfo_local) {
  say("local", look({}, 80, AF_INET, SOCK_STREAM));
  say("any", look({}, 80, AF_INET, SOCK_STREAM, 0, AI_PASSIVE));
  say("any, IPv6", look({}, 80, AF_INET6, SOCK_STREAM, 0, AI_PASSIVE));
  attempt("neither", [] { return look({}, {}); });
  attempt("empty host", [] { return look("", 80); });
}

SCENARIO(getaddrinfo_names) {
  say("localhost", look("localhost", 80, AF_INET, SOCK_STREAM));
  say("service", look("127.0.0.1", "http", 0, SOCK_STREAM));
  say("canonical", look("127.0.0.1", 80, 0, SOCK_STREAM, 0, AI_CANONNAME));
  attempt("no such name", [] { return look("nowhere.invalid", 80); });
  attempt("no such service", [] { return look("127.0.0.1", "no-such-service", 0, SOCK_STREAM); });
  attempt("service of datagrams", [] { return look("127.0.0.1", "http", 0, SOCK_DGRAM); });
}

SCENARIO(getaddrinfo_bad) {
  attempt("a name where a number is due", [] { return look("localhost", 80, 0, 0, 0, AI_NUMERICHOST); });
  attempt("service by name where a number is due",
          [] { return look("127.0.0.1", "http", 0, 0, 0, AI_NUMERICSERV); });
  attempt("family", [] { return look("127.0.0.1", 80, 99); });
  attempt("unix", [] { return look("127.0.0.1", 80, AF_UNIX); });
  attempt("type", [] { return look("127.0.0.1", 80, 0, 99); });
  attempt("flags", [] { return look("127.0.0.1", 80, 0, 0, 0, 0x40000000); });
  attempt("family and address", [] { return look("::1", 80, AF_INET); });
  attempt("port 65536", [] { return look("127.0.0.1", 65536, 0, SOCK_STREAM); });
  attempt("port -1", [] { return look("127.0.0.1", -1, 0, SOCK_STREAM); });
  attempt("long label", [] { return look(repeated("\u4e2d", 64), 80); });
  attempt("empty label", [] { return look("\u4e2d..cn", 80); });
}

SCENARIO(getnameinfo_ways) {
  say("numbers", getnameinfo({"127.0.0.1", 80}, numeric));
  say("service", getnameinfo({"127.0.0.1", 80}, NI_NUMERICHOST));
  say("datagram service", getnameinfo({"127.0.0.1", 53}, NI_NUMERICHOST | NI_DGRAM));
  say("host", getnameinfo({"127.0.0.1", 80}, NI_NUMERICSERV).first);
  say("IPv6", getnameinfo({"::1", 80, 0, 0}, numeric));
  say("scope", getnameinfo({"fe80::1", 80, 0, 1}, numeric).first.substr(0, 8));
  attempt("no name", [] { return getnameinfo({"198.51.100.7", 80}, NI_NAMEREQD); });
  attempt("not a number", [] { return getnameinfo({"localhost", 80}, 0); });
  attempt_text("flowinfo", [] { return getnameinfo({"::1", 80, 0x100000}, numeric); });
  attempt("port 65536", [] { return getnameinfo({"127.0.0.1", 65536}, numeric); });
  attempt("flags", [] { return getnameinfo({"127.0.0.1", 80}, 0x10000); });
}

SCENARIO(gethostbyname_ways) {
  say("number", porthole::gethostbyname("127.0.0.1"));
  say("localhost", porthole::gethostbyname("localhost"));
  say("empty", porthole::gethostbyname(""));
  say("broadcast", porthole::gethostbyname("<broadcast>"));
  say("short form", porthole::gethostbyname("127.1"));
  attempt("no such name", [] { return porthole::gethostbyname("nowhere.invalid"); });
  attempt("NUL", [] { return porthole::gethostbyname("a\0b"s); });
  attempt("IPv6", [] { return porthole::gethostbyname("::1"); });
  say("with others", porthole::gethostbyname_ex("127.0.0.1"));
  attempt("with others, none", [] { return porthole::gethostbyname_ex("nowhere.invalid"); });
  attempt("by address, none", [] { return porthole::gethostbyaddr("nowhere.invalid"); });
  say("by address", std::get<2>(porthole::gethostbyaddr("127.0.0.1")));
}

SCENARIO(services_and_protocols) {
  say("http", porthole::getservbyname("http"));
  say("http of tcp", porthole::getservbyname("http", "tcp"));
  attempt("http of udp", [] { return porthole::getservbyname("tftp", "tcp"); });
  attempt("no such service", [] { return porthole::getservbyname("no-such-service"); });
  attempt("no such protocol", [] { return porthole::getservbyname("http", "xyz"); });
  say("25", porthole::getservbyport(25));
  say("53 of udp", porthole::getservbyport(53, "udp"));
  attempt("unnamed", [] { return porthole::getservbyport(65000); });
  attempt_text("65536", [] { return porthole::getservbyport(65536); });
  attempt("-1", [] { return porthole::getservbyport(-1); });
  say("tcp", porthole::getprotobyname("tcp"));
  attempt("no protocol", [] { return porthole::getprotobyname("xyz"); });
}

SCENARIO(inet_pton_and_ntop) {
  say("IPv4", porthole::inet_pton(AF_INET, "192.0.2.1"));
  say("IPv6", porthole::inet_pton(AF_INET6, "2001:db8::1"));
  for (const std::string text : {"192.0.2", "192.0.2.256", "", "1.2.3.4 ", "::1", "localhost"})
    attempt("bad " + text, [&] { return porthole::inet_pton(AF_INET, text); });
  attempt("bad IPv6", [] { return porthole::inet_pton(AF_INET6, "::1::"); });
  attempt("family", [] { return porthole::inet_pton(AF_UNIX, "x"); });
  say("text", porthole::inet_ntop(AF_INET, "\xc0\0\2\1"s));
  say("text of IPv6", porthole::inet_ntop(AF_INET6, "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\1"));
  attempt("short", [] { return porthole::inet_ntop(AF_INET, "\1\2\3"); });
  attempt("long", [] { return porthole::inet_ntop(AF_INET6, std::string(17, '\0')); });
  attempt("family to text", [] { return porthole::inet_ntop(AF_UNIX, std::string(4, '\0')); });
}

SCENARIO(inet_aton_and_ntoa) {
  for (const std::string text : {"192.0.2.1", "127.1", "1", "0x7f.1", "010.1.1.1"})
    say(text, porthole::inet_aton(text));
  for (const std::string text : {"", "1.2.3.256", "a.b.c.d", "1.2.3.4.5"})
    attempt("bad " + text, [&] { return porthole::inet_aton(text); });
  say("text", porthole::inet_ntoa("\x7f\0\0\1"s));
  attempt("short", [] { return porthole::inet_ntoa("\x7f"); });
  attempt("long", [] { return porthole::inet_ntoa(std::string(5, '\x7f')); });
}

SCENARIO(this_machine) {
  say("has_ipv6", has_ipv6());
  say("dual-stack", has_dualstack_ipv6());
  say("name", porthole::gethostname());
  say("full name of localhost", getfqdn("localhost"));
  attempt("full name of nobody", [] { return getfqdn("nowhere.invalid"); });
}
