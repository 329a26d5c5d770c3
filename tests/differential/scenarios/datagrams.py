# SPDX-License-Identifier: MIT
"""UDP, and sockets of AF_UNIX."""

from __future__ import annotations

import os
from pathlib import Path
from socket import AF_INET, AF_INET6, AF_UNIX, MSG_PEEK, MSG_TRUNC, SOCK_DGRAM, socket, socketpair

from canonical import attempt, attempt_text, free_port, say, scenario, udp_socket


@scenario
def udp_exchange() -> None:
    """Datagrams keep their edges and their senders."""
    a, b = udp_socket(), udp_socket()
    say("sent", a.sendto(b"one", b.getsockname()))
    a.sendto(b"", b.getsockname())
    a.sendto(b"three", 0, b.getsockname())
    data, sender = b.recvfrom(100)
    say("data", data)
    say("sender is a", sender == a.getsockname())
    say("empty", b.recvfrom(100))
    say("third", b.recv(100))
    say("answer", b.sendto(b"back", sender))
    say("back", a.recv(10))


@scenario
def udp_truncates() -> None:
    """What does not fit is lost."""
    a, b = udp_socket(), udp_socket()
    for _ in range(3):
        a.sendto(b"hello", b.getsockname())
    say("peek", b.recv(2, MSG_PEEK))
    say("two", b.recvfrom(2)[0])
    data, _, flags, sender = b.recvmsg(3)
    say("three", data)
    say("truncated", bool(flags & MSG_TRUNC))
    say("sender", sender == a.getsockname())
    buffer = bytearray(4)
    say("into", b.recvfrom_into(buffer)[0])
    say("buffer", buffer)
    b.setblocking(False)
    attempt("no more", lambda: b.recvfrom(10))


@scenario
def udp_bad() -> None:
    """Datagrams that cannot go."""
    a = udp_socket()
    attempt("no destination", lambda: a.send(b"x"))
    attempt("too long", lambda: a.sendto(b"x" * 70000, a.getsockname()))
    attempt_text("port 65536", lambda: a.sendto(b"x", ("127.0.0.1", 65536)))
    attempt("port 0", lambda: a.sendto(b"x", ("127.0.0.1", 0)))
    attempt("no such name", lambda: a.sendto(b"x", ("nowhere.invalid", 9)))
    attempt("path", lambda: a.sendto(b"x", "/tmp/x"))
    attempt("broadcast", lambda: a.sendto(b"x", ("<broadcast>", 9)))
    attempt("unbound receives", lambda: nonblocking(socket(AF_INET, SOCK_DGRAM)).recvfrom(1))
    attempt("negative", lambda: a.recvfrom(-1))


def nonblocking(s: socket) -> socket:
    """The socket, not waiting."""
    s.setblocking(False)
    return s


@scenario
def udp_connected() -> None:
    """A UDP socket with a peer takes only the peer's datagrams."""
    a, b, other = udp_socket(), udp_socket(), udp_socket()
    attempt("connect", lambda: a.connect(b.getsockname()))
    say("peer", a.getpeername() == b.getsockname())
    say("send", a.send(b"one"))
    say("sendall", a.sendall(b"two"))
    say("one", b.recv(10))
    say("two", b.recv(10))
    other.sendto(b"stranger", a.getsockname())
    b.sendto(b"peer", a.getsockname())
    say("received", a.recv(20))
    say("sendto elsewhere", a.sendto(b"x", other.getsockname()))
    attempt("connect_ex", lambda: a.connect_ex(other.getsockname()))


@scenario
def udp_refused() -> None:
    """An ICMP answer becomes an error of the next call."""
    a = udp_socket()
    a.connect(("127.0.0.1", free_port()))
    attempt("send", lambda: a.send(b"x"))
    a.settimeout(5)
    attempt("recv", lambda: a.recv(1))


@scenario
def udp_timeouts() -> None:
    """Waiting for a datagram."""
    a = udp_socket()
    a.settimeout(0.05)
    attempt("recvfrom", lambda: a.recvfrom(10))
    attempt("recv 0", lambda: a.recv(0))
    attempt("recvfrom 0", lambda: a.recvfrom(0))
    attempt("recvmsg 0", lambda: a.recvmsg(0)[0])
    a.sendto(b"self", a.getsockname())
    attempt("recvfrom 0 takes one", lambda: a.recvfrom(0)[0])
    a.setblocking(False)
    attempt("gone", lambda: a.recv(10))


@scenario
def udp_inet6() -> None:
    """IPv6's addresses have four parts."""
    a, b = socket(AF_INET6, SOCK_DGRAM), socket(AF_INET6, SOCK_DGRAM)
    a.bind(("::1", 0))
    b.bind(("::1", 0))
    a.sendto(b"six", b.getsockname())
    say("received", b.recvfrom(10))
    attempt("IPv4", lambda: a.sendto(b"x", ("127.0.0.1", 9)))


@scenario
def udp_sendmsg() -> None:
    """Parts become one datagram."""
    a, b = udp_socket(), udp_socket()
    say("sent", a.sendmsg([b"one", b"two"], [], 0, b.getsockname()))
    say("received", b.recv(10))
    attempt("no destination", lambda: a.sendmsg([b"x"]))
    attempt("bad destination", lambda: a.sendmsg([b"x"], [], 0, ("127.0.0.1", 65536)))


@scenario
def unix_streams() -> None:
    """A Unix socket by its path."""
    listener = socket(AF_UNIX)
    say("unbound", listener.getsockname())
    listener.bind("server.sock")
    listener.listen()
    say("bound", listener.getsockname())
    client = socket(AF_UNIX)
    client.connect("server.sock")
    server, address = listener.accept()
    say("address", address)
    say("peer", client.getpeername())
    say("client's name", client.getsockname())
    client.sendall(b"hello")
    say("received", server.recvfrom(10))
    attempt("bind again", lambda: socket(AF_UNIX).bind("server.sock"))
    Path("server.sock").unlink()
    attempt("gone", lambda: socket(AF_UNIX).connect("server.sock"))


@scenario
def unix_bad_paths() -> None:
    """Paths that do not do."""
    s = socket(AF_UNIX)
    attempt("none", lambda: s.connect("none.sock"))
    attempt("connect_ex", lambda: s.connect_ex("none.sock"))
    attempt("no folder", lambda: s.bind("none/x.sock"))
    attempt("too long", lambda: s.bind("x" * 108))
    attempt("too long to connect", lambda: s.connect("x" * 200))
    attempt("host and port", lambda: s.bind(("127.0.0.1", 0)))
    attempt("longest", lambda: s.bind("x" * 107))
    say("name", len(s.getsockname()))
    Path("x" * 107).unlink()
    Path("plain").touch()
    attempt("a plain file", lambda: socket(AF_UNIX).connect("plain"))
    attempt("below a file", lambda: socket(AF_UNIX).bind("plain/x"))
    attempt("not accepted", lambda: socket(AF_UNIX).accept())


@scenario
def unix_abstract() -> None:
    """Names that are no files."""
    name = f"\0porthole-differential-{os.getpid()}"
    listener = socket(AF_UNIX)
    listener.bind(name)
    listener.listen()
    say("name", listener.getsockname()[:10])
    client = socket(AF_UNIX)
    attempt("connect", lambda: client.connect(name))
    attempt("in use", lambda: socket(AF_UNIX).bind(name))
    auto = socket(AF_UNIX)
    attempt("chosen by the system", lambda: auto.bind(""))
    say("is abstract", len(auto.getsockname()))


@scenario
def unix_datagrams() -> None:
    """Datagrams over paths, from bound and unbound senders."""
    a, b = socket(AF_UNIX, SOCK_DGRAM), socket(AF_UNIX, SOCK_DGRAM)
    b.bind("b.sock")
    say("sent", a.sendto(b"unbound", "b.sock"))
    say("received", b.recvfrom(20))
    a.bind("a.sock")
    a.sendto(b"bound", "b.sock")
    say("received", b.recvfrom(20))
    a.connect("b.sock")
    say("sent", a.send(b"peer"))
    say("received", b.recv(20))
    attempt("nobody", lambda: b.sendto(b"x", "none.sock"))
    attempt("unconnected", lambda: b.send(b"x"))
    c, d = socketpair(AF_UNIX, SOCK_DGRAM)
    c.send(b"pair")
    say("of a pair", d.recvfrom(10))
    c.close()
    attempt("refused", lambda: d.send(b"x"))
