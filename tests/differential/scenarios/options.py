# SPDX-License-Identifier: MIT
"""Options, timeouts and blocking modes."""

from __future__ import annotations

import math
import socket as module
from socket import (
    AF_INET,
    IPPROTO_TCP,
    SO_BROADCAST,
    SO_ERROR,
    SO_KEEPALIVE,
    SO_LINGER,
    SO_REUSEADDR,
    SO_SNDBUF,
    SO_TYPE,
    SOCK_DGRAM,
    SOL_SOCKET,
    TCP_NODELAY,
    socket,
)

from canonical import attempt, say, scenario


@scenario
def getsockopt_numbers() -> None:
    """Options as numbers."""
    s = socket()
    say("SO_TYPE", s.getsockopt(SOL_SOCKET, SO_TYPE))
    say("SO_ERROR", s.getsockopt(SOL_SOCKET, SO_ERROR))
    say("SO_REUSEADDR", s.getsockopt(SOL_SOCKET, SO_REUSEADDR))
    say("TCP_NODELAY", s.getsockopt(IPPROTO_TCP, TCP_NODELAY))
    attempt("no such option", lambda: s.getsockopt(SOL_SOCKET, 9999))
    attempt("no such level", lambda: s.getsockopt(9999, 1))
    attempt("of another type", lambda: socket(AF_INET, SOCK_DGRAM).getsockopt(IPPROTO_TCP, TCP_NODELAY))


@scenario
def getsockopt_bytes() -> None:
    """Options as bytes, with good and bad lengths."""
    s = socket()
    say("SO_TYPE", s.getsockopt(SOL_SOCKET, SO_TYPE, 4))
    say("more room", s.getsockopt(SOL_SOCKET, SO_TYPE, 100))
    say("less room", s.getsockopt(SOL_SOCKET, SO_TYPE, 2))
    say("SO_LINGER", s.getsockopt(SOL_SOCKET, SO_LINGER, 8))
    say("most", s.getsockopt(SOL_SOCKET, SO_TYPE, 1024))
    attempt("1025", lambda: s.getsockopt(SOL_SOCKET, SO_TYPE, 1025))
    attempt("negative", lambda: s.getsockopt(SOL_SOCKET, SO_TYPE, -1))
    attempt("no such option", lambda: s.getsockopt(SOL_SOCKET, 9999, 4))


@scenario
def setsockopt_numbers() -> None:
    """Options set as numbers."""
    s = socket()
    for label, level, option in (
        ("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR),
        ("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE),
        ("SO_BROADCAST", SOL_SOCKET, SO_BROADCAST),
        ("TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY),
    ):
        s.setsockopt(level, option, 1)
        say(label, s.getsockopt(level, option) != 0)
        s.setsockopt(level, option, 0)
        say("off", s.getsockopt(level, option))
    s.setsockopt(SOL_SOCKET, SO_SNDBUF, 20000)
    say("SO_SNDBUF", s.getsockopt(SOL_SOCKET, SO_SNDBUF))
    attempt("no such option", lambda: s.setsockopt(SOL_SOCKET, 9999, 1))
    attempt("read only", lambda: s.setsockopt(SOL_SOCKET, SO_TYPE, 1))


@scenario
def setsockopt_bytes() -> None:
    """Options set as bytes, and as nothing of a length."""
    s = socket()
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, b"\1\0\0\0")
    say("SO_REUSEADDR", s.getsockopt(SOL_SOCKET, SO_REUSEADDR))
    s.setsockopt(SOL_SOCKET, SO_LINGER, b"\1\0\0\0\5\0\0\0")
    say("SO_LINGER", s.getsockopt(SOL_SOCKET, SO_LINGER, 8))
    attempt("too short", lambda: s.setsockopt(SOL_SOCKET, SO_LINGER, b"\1"))
    attempt("empty", lambda: s.setsockopt(SOL_SOCKET, SO_REUSEADDR, b""))
    attempt("none", lambda: s.setsockopt(SOL_SOCKET, SO_REUSEADDR, None, 4))
    attempt("none of 0", lambda: s.setsockopt(SOL_SOCKET, SO_REUSEADDR, None, 0))


@scenario
def error_option_is_cleared_by_reading() -> None:
    """SO_ERROR gives the error once."""
    listener = socket()
    listener.bind(("127.0.0.1", 0))
    s = socket()
    s.setblocking(False)
    s.connect_ex(listener.getsockname())
    say("SO_ERROR", s.getsockopt(SOL_SOCKET, SO_ERROR))
    say("again", s.getsockopt(SOL_SOCKET, SO_ERROR))


@scenario
def timeout_states() -> None:
    """Blocking, non-blocking and timeout mode."""
    s = socket()
    say("at first", s.gettimeout())
    say("blocking", s.getblocking())
    s.settimeout(0)
    say("zero", s.gettimeout())
    say("blocking", s.getblocking())
    s.settimeout(2.5)
    say("seconds", s.gettimeout())
    say("blocking", s.getblocking())
    s.settimeout(None)
    say("none", s.gettimeout())
    say("blocking", s.getblocking())
    s.setblocking(False)
    say("setblocking false", s.gettimeout())
    s.setblocking(True)
    say("setblocking true", s.gettimeout())
    s.settimeout(0.000001)
    say("a microsecond", s.gettimeout())
    s.settimeout(1e-12)
    say("almost nothing", s.gettimeout())
    say("blocking", s.getblocking())


@scenario
def timeout_bad_values() -> None:
    """What is no timeout."""
    s = socket()
    s.settimeout(3)
    attempt("negative", lambda: s.settimeout(-1))
    attempt("a little negative", lambda: s.settimeout(-1e-9))
    attempt("NaN", lambda: s.settimeout(math.nan))
    attempt("infinite", lambda: s.settimeout(math.inf))
    attempt("1e300", lambda: s.settimeout(1e300))
    attempt("-1e300", lambda: s.settimeout(-1e300))
    attempt("minus infinite", lambda: s.settimeout(-math.inf))
    say("unchanged", s.gettimeout())
    attempt("a century", lambda: s.settimeout(3e9))
    say("is", s.gettimeout())


@scenario
def default_timeout() -> None:
    """setdefaulttimeout() for new sockets only."""
    old = socket()
    say("at first", module.getdefaulttimeout())
    module.setdefaulttimeout(4.5)
    say("set", module.getdefaulttimeout())
    say("new", socket().gettimeout())
    say("old", old.gettimeout())
    attempt("negative", lambda: module.setdefaulttimeout(-1))
    attempt("NaN", lambda: module.setdefaulttimeout(math.nan))
    attempt("1e300", lambda: module.setdefaulttimeout(1e300))
    say("unchanged", module.getdefaulttimeout())
    module.setdefaulttimeout(0)
    say("non-blocking", socket().getblocking())
    attempt("recv", lambda: socket(AF_INET, SOCK_DGRAM).recv(1))
    module.setdefaulttimeout(None)
    say("none", socket().gettimeout())
