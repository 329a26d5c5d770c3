# SPDX-License-Identifier: MIT
"""Making sockets, their state, and the ways they end."""

from __future__ import annotations

import fcntl
import os
from socket import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    IPPROTO_TCP,
    IPPROTO_UDP,
    SHUT_RD,
    SHUT_RDWR,
    SHUT_WR,
    SOCK_DGRAM,
    SOCK_NONBLOCK,
    SOCK_STREAM,
    setdefaulttimeout,
    socket,
    socketpair,
)

from canonical import attempt, say, scenario, tcp_pair


@scenario
def make_families() -> None:
    """Every family and type there is."""
    attempt("default", lambda: socket())
    attempt("udp", lambda: socket(AF_INET, SOCK_DGRAM))
    attempt("tcp by protocol", lambda: socket(AF_INET, SOCK_STREAM, IPPROTO_TCP))
    attempt("inet6", lambda: socket(AF_INET6, SOCK_STREAM))
    attempt("unix", lambda: socket(AF_UNIX, SOCK_STREAM))
    attempt("unix datagram", lambda: socket(AF_UNIX, SOCK_DGRAM))


@scenario
def make_bad() -> None:
    """Families, types and protocols that do not go together."""
    attempt("family", lambda: socket(12345))
    attempt("type", lambda: socket(AF_INET, 77))
    attempt("protocol of another type", lambda: socket(AF_INET, SOCK_STREAM, IPPROTO_UDP))
    attempt("protocol of unix", lambda: socket(AF_UNIX, SOCK_STREAM, 99))


@scenario
def make_nonblocking() -> None:
    """SOCK_NONBLOCK in the type."""
    s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK)
    say("socket", s)
    say("timeout", s.gettimeout())
    say("blocking", s.getblocking())


@scenario
def close_on_exec() -> None:
    """No descriptor goes to a program that is started."""
    s = socket()
    client, server = tcp_pair()
    copy = s.dup()
    for label, made in (("socket", s), ("connect", client), ("accept", server), ("dup", copy)):
        say(label, bool(fcntl.fcntl(made.fileno(), fcntl.F_GETFD) & fcntl.FD_CLOEXEC))


@scenario
def close_twice() -> None:
    """A closed socket closes again, and everything else is EBADF."""
    s = socket()
    s.close()
    attempt("again", s.close)
    say("fileno", s.fileno())
    attempt("bind", lambda: s.bind(("127.0.0.1", 0)))
    attempt("listen", s.listen)
    attempt("accept", s.accept)
    attempt("connect", lambda: s.connect(("127.0.0.1", 9)))
    attempt("connect_ex", lambda: s.connect_ex(("127.0.0.1", 9)))
    attempt("recv", lambda: s.recv(10))
    attempt("send", lambda: s.send(b"x"))
    attempt("sendall", lambda: s.sendall(b"x"))
    attempt("shutdown", lambda: s.shutdown(SHUT_RDWR))
    attempt("getsockname", s.getsockname)
    attempt("getpeername", s.getpeername)
    attempt("dup", s.dup)
    attempt("settimeout", lambda: s.settimeout(1.0))
    say("timeout", s.gettimeout())
    say("family", int(s.family))


@scenario
def detach_gives_the_descriptor() -> None:
    """detach() leaves the descriptor open and the socket closed."""
    client, server = tcp_pair()
    fd = client.detach()
    say("is a descriptor", fd >= 0)
    say("fileno", client.fileno())
    attempt("send", lambda: client.send(b"x"))
    attempt("again", client.detach)
    again = socket(fileno=fd)
    say("taken over", again)
    again.sendall(b"hello")
    say("received", server.recv(10))


@scenario
def from_a_descriptor() -> None:
    """socket(fileno=) asks the system what the descriptor is."""
    u = socket(AF_INET6, SOCK_DGRAM)
    say("udp6", socket(fileno=u.detach()))
    a, b = socketpair()
    say("unix", socket(fileno=a.detach()))
    attempt("negative", lambda: socket(fileno=-1))
    attempt("not open", lambda: socket(fileno=987))
    read, write = os.pipe()
    attempt("not a socket", lambda: socket(fileno=read))
    os.close(read)
    os.close(write)
    say("other end", b.recv(1))


@scenario
def dup_shares_the_socket() -> None:
    """dup() is another descriptor of the same socket, with its timeout."""
    client, server = tcp_pair()
    client.settimeout(2.5)
    copy = client.dup()
    say("same descriptor", copy.fileno() == client.fileno())
    say("timeout", copy.gettimeout())
    client.close()
    copy.sendall(b"still open")
    say("received", server.recv(20))
    copy.close()
    say("end", server.recv(20))


@scenario
def socketpair_kinds() -> None:
    """socketpair() of streams and datagrams."""
    a, b = socketpair()
    say("first", a)
    a.sendall(b"one")
    say("received", b.recv(10))
    say("name", a.getsockname())
    say("peer", a.getpeername())
    c, d = socketpair(AF_UNIX, SOCK_DGRAM)
    c.send(b"one")
    c.send(b"two")
    say("datagram", d.recv(10))
    say("datagram", d.recv(10))
    attempt("inet", lambda: socketpair(AF_INET, SOCK_STREAM))


@scenario
def socketpair_takes_the_default_timeout() -> None:
    """New sockets of every kind start with the default timeout."""
    setdefaulttimeout(1.5)
    a, b = socketpair()
    say("first", a.gettimeout())
    say("second", b.gettimeout())
    say("socket", socket().gettimeout())
    client, server = tcp_pair()
    say("connected", client.gettimeout())
    say("accepted", server.gettimeout())
    say("from descriptor", socket(fileno=client.detach()).gettimeout())


@scenario
def shutdown_ways() -> None:
    """Half-close each way, good and bad."""
    client, server = tcp_pair()
    attempt("write", lambda: client.shutdown(SHUT_WR))
    say("peer reads", server.recv(10))
    attempt("send after", lambda: client.send(b"x"))
    server.sendall(b"back")
    say("still reads", client.recv(10))
    attempt("read", lambda: client.shutdown(SHUT_RD))
    say("read after", client.recv(10))
    attempt("bad", lambda: client.shutdown(9))
    attempt("not connected", lambda: socket().shutdown(SHUT_RDWR))
    u = socket(AF_INET, SOCK_DGRAM)
    attempt("udp", lambda: u.shutdown(SHUT_RDWR))
