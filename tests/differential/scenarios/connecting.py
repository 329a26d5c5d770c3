# SPDX-License-Identifier: MIT
"""bind, listen, connect and accept, with good and bad addresses."""

from __future__ import annotations

import select
import socket as module
from socket import AF_INET, AF_INET6, SO_ERROR, SO_REUSEADDR, SOCK_DGRAM, SOL_SOCKET, socket

from canonical import attempt, attempt_text, free_port, say, scenario, tcp_pair, took_about


@scenario
def bind_and_getsockname() -> None:
    """A name before and after bind()."""
    s = socket()
    say("unbound", s.getsockname())
    s.bind(("127.0.0.1", 0))
    say("bound", s.getsockname())
    attempt("twice", lambda: s.bind(("127.0.0.1", 0)))
    any_host = socket()
    any_host.bind(("", 0))
    say("any", any_host.getsockname())
    name = socket()
    name.bind(("localhost", 0))
    say("by name", name.getsockname())
    u = socket(AF_INET, SOCK_DGRAM)
    attempt("broadcast", lambda: u.bind(("<broadcast>", 0)))
    say("after", u.getsockname()[0])


@scenario
def bind_bad() -> None:
    """Addresses that bind() refuses."""
    s = socket()
    attempt("address in use", lambda: s.bind(tcp_pair_name()))
    attempt("not ours", lambda: s.bind(("198.51.100.7", 0)))
    attempt("no such name", lambda: s.bind(("no such host.invalid", 0)))
    attempt_text("port 65536", lambda: s.bind(("127.0.0.1", 65536)))
    attempt_text("port -1", lambda: s.bind(("127.0.0.1", -1)))
    attempt("path", lambda: s.bind("/tmp/x"))
    attempt("NUL in host", lambda: s.bind(("127.0.0.1\0", 0)))
    attempt("an IPv6 address", lambda: s.bind(("::1", 0)))


def tcp_pair_name() -> tuple[str, int]:
    """Name a port that is in use; its socket is kept alive."""
    kept.append(socket())
    kept[-1].bind(("127.0.0.1", 0))
    kept[-1].listen()
    return kept[-1].getsockname()


kept: list[socket] = []


@scenario
def bind_inet6() -> None:
    """Addresses of IPv6."""
    s = socket(AF_INET6)
    say("unbound", s.getsockname())
    s.bind(("::1", 0))
    say("bound", s.getsockname())
    t = socket(AF_INET6)
    t.bind(("", 0, 0, 0))
    say("any", t.getsockname())
    u = socket(AF_INET6)
    attempt_text("flowinfo", lambda: u.bind(("::1", 0, 0x100000)))
    attempt("IPv4", lambda: u.bind(("127.0.0.1", 0)))
    attempt("broadcast", lambda: u.bind(("<broadcast>", 0)))
    attempt("path", lambda: u.bind("x"))
    attempt("mapped", lambda: u.bind(("::ffff:127.0.0.1", 0)))
    say("is", u.getsockname())


@scenario
def listen_backlogs() -> None:
    """Backlogs, and listen() on what cannot."""
    s = socket()
    s.bind(("127.0.0.1", 0))
    attempt("default", s.listen)
    attempt("again", lambda: s.listen(1))
    attempt("zero", lambda: s.listen(0))
    attempt("negative", lambda: s.listen(-1))
    client = socket()
    client.connect(s.getsockname())
    say("accepted", s.accept()[0])
    attempt("unbound", lambda: socket().listen())
    attempt("udp", lambda: socket(AF_INET, SOCK_DGRAM).listen())


@scenario
def accept_bad() -> None:
    """accept() where nothing can come."""
    attempt("not listening", lambda: socket().accept())
    attempt("udp", lambda: socket(AF_INET, SOCK_DGRAM).accept())
    client, server = tcp_pair()
    attempt("connected", server.accept)


@scenario
def accept_gives_socket_and_address() -> None:
    """The accepted socket knows its ends, and takes the default timeout, not the listener's."""
    listener = module.create_server(("127.0.0.1", 0))
    listener.settimeout(3)
    client = socket()
    client.connect(listener.getsockname())
    server, address = listener.accept()
    say("socket", server)
    say("address", address)
    say("peer is the client", server.getpeername() == client.getsockname())
    say("client's peer is us", client.getpeername() == server.getsockname())
    say("address is the client's", address == client.getsockname())
    say("timeout", server.gettimeout())
    module.setdefaulttimeout(7)
    again = socket()
    again.connect(listener.getsockname())
    say("default timeout", listener.accept()[0].gettimeout())


@scenario
def accept_nonblocking_and_timeout() -> None:
    """accept() with nobody there."""
    listener = module.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    attempt("non-blocking", listener.accept)
    listener.settimeout(0.1)
    say("in time", took_about(0.1, lambda: attempt("timeout", listener.accept)))
    client = module.create_connection(listener.getsockname())
    server, _ = listener.accept()
    say("accepted blocks", server.getblocking())
    client.sendall(b"x")
    say("received", server.recv(1))


@scenario
def connect_refused() -> None:
    """Nobody listens."""
    port = free_port()
    attempt("connect", lambda: socket().connect(("127.0.0.1", port)))
    attempt("connect_ex", lambda: socket().connect_ex(("127.0.0.1", port)))
    s = socket()
    s.settimeout(5)
    attempt("with timeout", lambda: s.connect(("127.0.0.1", port)))
    t = socket()
    t.settimeout(5)
    attempt("connect_ex with timeout", lambda: t.connect_ex(("127.0.0.1", port)))
    attempt("SO_ERROR after", lambda: t.getsockopt(SOL_SOCKET, SO_ERROR))
    attempt("IPv6", lambda: socket(AF_INET6).connect(("::1", port)))


@scenario
def connect_bad_addresses() -> None:
    """Addresses that never reach the network."""
    s = socket()
    attempt("no such name", lambda: s.connect(("nowhere.invalid", 80)))
    attempt("connect_ex no such name", lambda: s.connect_ex(("nowhere.invalid", 80)))
    attempt_text("port 70000", lambda: s.connect(("127.0.0.1", 70000)))
    attempt_text("connect_ex port 70000", lambda: s.connect_ex(("127.0.0.1", 70000)))
    attempt_text("port -1", lambda: s.connect(("127.0.0.1", -1)))
    attempt("path", lambda: s.connect("/tmp/none"))
    attempt("connect_ex path", lambda: s.connect_ex("/tmp/none"))
    attempt("empty path", lambda: s.connect(""))
    attempt("space", lambda: s.connect(("a b", 80)))
    attempt("NUL", lambda: s.connect(("a\0b", 80)))
    attempt("empty label", lambda: s.connect(("a..b", 80)))
    attempt("label of 64", lambda: s.connect(("a" * 64 + ".invalid", 80)))
    attempt("300 characters", lambda: s.connect(("a" * 300, 80)))
    attempt("Chinese label of 100", lambda: s.connect(("中" * 100, 80)))
    attempt("IPv6 on IPv4", lambda: s.connect(("::1", 80)))
    attempt("short form", lambda: s.connect_ex(("127.1", free_port())))
    attempt("broadcast", lambda: s.connect(("<broadcast>", 80)))


@scenario
def connect_states() -> None:
    """connect() again, and on a socket that listens."""
    client, server = tcp_pair()
    attempt("connected", lambda: client.connect(("127.0.0.1", 9)))
    attempt("connect_ex connected", lambda: client.connect_ex(server.getsockname()))
    listener = module.create_server(("127.0.0.1", 0))
    attempt("listening", lambda: listener.connect(("127.0.0.1", 9)))
    attempt("getpeername unconnected", lambda: socket().getpeername())
    attempt("getpeername listening", listener.getpeername)
    attempt("after refusal", lambda: refused_then(listener.getsockname()))


def refused_then(address: tuple[str, int]) -> int:
    """On Linux a refused socket may connect again."""
    s = socket()
    s.connect_ex(("127.0.0.1", free_port()))
    return s.connect_ex(address)


@scenario
def connect_nonblocking() -> None:
    """EINPROGRESS, then writable, then connected."""
    listener = module.create_server(("127.0.0.1", 0))
    s = socket()
    s.setblocking(False)
    attempt("connect", lambda: s.connect(listener.getsockname()))

    say("writable", len(select.select([], [s], [], 5)[1]))
    attempt("SO_ERROR", lambda: s.getsockopt(SOL_SOCKET, SO_ERROR))
    attempt("connect again", lambda: s.connect_ex(listener.getsockname()))
    t = socket()
    t.setblocking(False)
    attempt("connect_ex", lambda: t.connect_ex(listener.getsockname()))
    u = socket()
    u.settimeout(0)
    attempt("refused later", lambda: u.connect_ex(("127.0.0.1", free_port())))
    select.select([], [u], [], 5)
    attempt("SO_ERROR of it", lambda: u.getsockopt(SOL_SOCKET, SO_ERROR))


@scenario
def connect_with_timeout() -> None:
    """A connect that is answered in time leaves the timeout as it was."""
    listener = module.create_server(("127.0.0.1", 0))
    s = socket()
    s.settimeout(5)
    attempt("connect", lambda: s.connect(listener.getsockname()))
    say("timeout", s.gettimeout())
    t = socket()
    t.settimeout(5)
    attempt("connect_ex", lambda: t.connect_ex(listener.getsockname()))


@scenario
def connect_times_out() -> None:
    """A listener whose queue is full answers no more."""
    listener = socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    first = socket()
    first.connect(listener.getsockname())
    s = socket()
    s.settimeout(0.2)
    t = socket()
    t.settimeout(0.2)
    say("in time", took_about(0.2, lambda: attempt("connect", lambda: s.connect(listener.getsockname()))))
    attempt("connect_ex", lambda: t.connect_ex(listener.getsockname()))


@scenario
def create_connection_ways() -> None:
    """create_connection(): by name, with a timeout, from an address, refused."""
    listener = module.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    attempt("by number", lambda: module.create_connection(("127.0.0.1", port)))
    attempt("by name", lambda: module.create_connection(("localhost", port)))
    say("timeout", module.create_connection(("127.0.0.1", port), 2.5).gettimeout())
    source = module.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0))
    say("source", source.getsockname())
    attempt("bad source", lambda: module.create_connection(("127.0.0.1", port), 1, ("198.51.100.7", 0)))
    closed = free_port()
    attempt("refused", lambda: module.create_connection(("127.0.0.1", closed)))
    attempt("refused, all", lambda: module.create_connection(("127.0.0.1", closed), all_errors=True))
    attempt("no such name", lambda: module.create_connection(("nowhere.invalid", 80)))
    attempt("bad timeout", lambda: module.create_connection(("127.0.0.1", port), -1))
    attempt("port 70000", lambda: module.create_connection(("127.0.0.1", 70000)))


@scenario
def create_server_ways() -> None:
    """create_server(): options, families, and an address in use."""
    listener = module.create_server(("127.0.0.1", 0))
    say("listens", listener)
    say("SO_REUSEADDR", listener.getsockopt(SOL_SOCKET, SO_REUSEADDR) != 0)
    attempt("in use", lambda: module.create_server(listener.getsockname()))
    six = module.create_server(("::1", 0), family=AF_INET6)
    say("IPv6", six.getsockname())
    say("V6ONLY", six.getsockopt(module.IPPROTO_IPV6, module.IPV6_V6ONLY))
    both = module.create_server(("", 0), family=AF_INET6, dualstack_ipv6=True, backlog=3)
    say("dual", both.getsockopt(module.IPPROTO_IPV6, module.IPV6_V6ONLY))
    port = both.getsockname()[1]
    client = module.create_connection(("127.0.0.1", port))
    say("IPv4 peer", both.accept()[1][0])
    say("client", client.getpeername())
    attempt("dual on IPv4", lambda: module.create_server(("", 0), dualstack_ipv6=True))
    shared = module.create_server(("127.0.0.1", 0), reuse_port=True)
    attempt("reuse_port", lambda: module.create_server(shared.getsockname(), reuse_port=True))
