# SPDX-License-Identifier: MIT
"""Names, services, addresses between text and bytes."""

from __future__ import annotations

import socket as module
from socket import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    AI_CANONNAME,
    AI_NUMERICHOST,
    AI_NUMERICSERV,
    AI_PASSIVE,
    IPPROTO_TCP,
    NI_DGRAM,
    NI_NAMEREQD,
    NI_NUMERICHOST,
    NI_NUMERICSERV,
    SOCK_DGRAM,
    SOCK_STREAM,
)

from canonical import attempt, attempt_text, say, scenario

NUMERIC = NI_NUMERICHOST | NI_NUMERICSERV


@scenario
def getaddrinfo_numbers() -> None:
    """Addresses and ports by number."""
    look = module.getaddrinfo
    say("all types", look("127.0.0.1", 80))
    say("a stream", look("127.0.0.1", 80, AF_INET, SOCK_STREAM))
    say("by protocol", look("127.0.0.1", 80, 0, 0, IPPROTO_TCP))
    say("IPv6", look("::1", 80, 0, SOCK_STREAM))
    say("port as text", look("127.0.0.1", "80", 0, SOCK_STREAM))
    say("no port", look("127.0.0.1", None, 0, SOCK_STREAM))
    say("short form", look("127.1", 80, AF_INET, SOCK_STREAM))
    say("scope", look("fe80::1%1", 80, AF_INET6, SOCK_STREAM)[0][4][3])


@scenario
def getaddrinfo_local() -> None:
    """No host: this one, or any."""
    look = module.getaddrinfo
    say("local", look(None, 80, AF_INET, SOCK_STREAM))
    say("any", look(None, 80, AF_INET, SOCK_STREAM, 0, AI_PASSIVE))
    say("any, IPv6", look(None, 80, AF_INET6, SOCK_STREAM, 0, AI_PASSIVE))
    attempt("neither", lambda: look(None, None))
    attempt("empty host", lambda: look("", 80))


@scenario
def getaddrinfo_names() -> None:
    """Names of hosts and services."""
    look = module.getaddrinfo
    say("localhost", look("localhost", 80, AF_INET, SOCK_STREAM))
    say("service", look("127.0.0.1", "http", 0, SOCK_STREAM))
    say("canonical", look("127.0.0.1", 80, 0, SOCK_STREAM, 0, AI_CANONNAME))
    attempt("no such name", lambda: look("nowhere.invalid", 80))
    attempt("no such service", lambda: look("127.0.0.1", "no-such-service", 0, SOCK_STREAM))
    attempt("service of datagrams", lambda: look("127.0.0.1", "http", 0, SOCK_DGRAM))


@scenario
def getaddrinfo_bad() -> None:
    """What getaddrinfo() refuses."""
    look = module.getaddrinfo
    attempt("a name where a number is due", lambda: look("localhost", 80, 0, 0, 0, AI_NUMERICHOST))
    attempt(
        "service by name where a number is due", lambda: look("127.0.0.1", "http", 0, 0, 0, AI_NUMERICSERV)
    )
    attempt("family", lambda: look("127.0.0.1", 80, 99))
    attempt("unix", lambda: look("127.0.0.1", 80, AF_UNIX))
    attempt("type", lambda: look("127.0.0.1", 80, 0, 99))
    attempt("flags", lambda: look("127.0.0.1", 80, 0, 0, 0, 0x40000000))
    attempt("family and address", lambda: look("::1", 80, AF_INET))
    attempt("port 65536", lambda: look("127.0.0.1", 65536, 0, SOCK_STREAM))
    attempt("port -1", lambda: look("127.0.0.1", -1, 0, SOCK_STREAM))
    attempt("long label", lambda: look("中" * 64, 80))
    attempt("empty label", lambda: look("中..cn", 80))


@scenario
def getnameinfo_ways() -> None:
    """Names and numbers of addresses."""
    name = module.getnameinfo
    say("numbers", name(("127.0.0.1", 80), NUMERIC))
    say("service", name(("127.0.0.1", 80), NI_NUMERICHOST))
    say("datagram service", name(("127.0.0.1", 53), NI_NUMERICHOST | NI_DGRAM))
    say("host", name(("127.0.0.1", 80), NI_NUMERICSERV)[0])
    say("IPv6", name(("::1", 80, 0, 0), NUMERIC))
    say("scope", name(("fe80::1", 80, 0, 1), NUMERIC)[0][:8])
    attempt("no name", lambda: name(("198.51.100.7", 80), NI_NAMEREQD))
    attempt("not a number", lambda: name(("localhost", 80), 0))
    attempt_text("flowinfo", lambda: name(("::1", 80, 0x100000), NUMERIC))
    attempt("port 65536", lambda: name(("127.0.0.1", 65536), NUMERIC))
    attempt("flags", lambda: name(("127.0.0.1", 80), 0x10000))


@scenario
def gethostbyname_ways() -> None:
    """The old look-ups."""
    say("number", module.gethostbyname("127.0.0.1"))
    say("localhost", module.gethostbyname("localhost"))
    say("empty", module.gethostbyname(""))
    say("broadcast", module.gethostbyname("<broadcast>"))
    say("short form", module.gethostbyname("127.1"))
    attempt("no such name", lambda: module.gethostbyname("nowhere.invalid"))
    attempt("NUL", lambda: module.gethostbyname("a\0b"))
    attempt("IPv6", lambda: module.gethostbyname("::1"))
    say("with others", module.gethostbyname_ex("127.0.0.1"))
    attempt("with others, none", lambda: module.gethostbyname_ex("nowhere.invalid"))
    attempt("by address, none", lambda: module.gethostbyaddr("nowhere.invalid"))
    say("by address", module.gethostbyaddr("127.0.0.1")[2])


@scenario
def services_and_protocols() -> None:
    """The system's tables."""
    say("http", module.getservbyname("http"))
    say("http of tcp", module.getservbyname("http", "tcp"))
    attempt("http of udp", lambda: module.getservbyname("tftp", "tcp"))
    attempt("no such service", lambda: module.getservbyname("no-such-service"))
    attempt("no such protocol", lambda: module.getservbyname("http", "xyz"))
    say("25", module.getservbyport(25))
    say("53 of udp", module.getservbyport(53, "udp"))
    attempt("unnamed", lambda: module.getservbyport(65000))
    attempt_text("65536", lambda: module.getservbyport(65536))
    attempt("-1", lambda: module.getservbyport(-1))
    say("tcp", module.getprotobyname("tcp"))
    attempt("no protocol", lambda: module.getprotobyname("xyz"))


@scenario
def inet_pton_and_ntop() -> None:
    """Addresses between text and bytes."""
    say("IPv4", module.inet_pton(AF_INET, "192.0.2.1"))
    say("IPv6", module.inet_pton(AF_INET6, "2001:db8::1"))
    for text in ("192.0.2", "192.0.2.256", "", "1.2.3.4 ", "::1", "localhost"):
        attempt(f"bad {text}", lambda text=text: module.inet_pton(AF_INET, text))
    attempt("bad IPv6", lambda: module.inet_pton(AF_INET6, "::1::"))
    attempt("family", lambda: module.inet_pton(AF_UNIX, "x"))
    say("text", module.inet_ntop(AF_INET, b"\xc0\x00\x02\x01"))
    say("text of IPv6", module.inet_ntop(AF_INET6, b"\x20\x01\x0d\xb8" + b"\0" * 11 + b"\1"))
    attempt("short", lambda: module.inet_ntop(AF_INET, b"\1\2\3"))
    attempt("long", lambda: module.inet_ntop(AF_INET6, b"\0" * 17))
    attempt("family to text", lambda: module.inet_ntop(AF_UNIX, b"\0" * 4))


@scenario
def inet_aton_and_ntoa() -> None:
    """IPv4 with its short forms."""
    for text in ("192.0.2.1", "127.1", "1", "0x7f.1", "010.1.1.1"):
        say(text, module.inet_aton(text))
    for text in ("", "1.2.3.256", "a.b.c.d", "1.2.3.4.5"):
        attempt(f"bad {text}", lambda text=text: module.inet_aton(text))
    say("text", module.inet_ntoa(b"\x7f\0\0\1"))
    attempt("short", lambda: module.inet_ntoa(b"\x7f"))
    attempt("long", lambda: module.inet_ntoa(b"\x7f" * 5))


@scenario
def this_machine() -> None:
    """What the module knows of the machine."""
    say("has_ipv6", module.has_ipv6)
    say("dual-stack", module.has_dualstack_ipv6())
    say("name", module.gethostname())
    say("full name of localhost", module.getfqdn("localhost"))
    attempt("full name of nobody", lambda: module.getfqdn("nowhere.invalid"))
