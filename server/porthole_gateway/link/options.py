# SPDX-License-Identifier: MIT
"""The options a page may set and read on its real socket."""

from __future__ import annotations

import contextlib
import socket

BUFFER_MAX = 4 * 1024 * 1024

# Level, number and the bounds of a value; what a page sets is brought into them.
_TABLE: dict[str, tuple[int, int, int, int]] = {
    "TCP_NODELAY": (socket.IPPROTO_TCP, socket.TCP_NODELAY, 0, 1),
    "TCP_KEEPIDLE": (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1, 32767),
    "TCP_KEEPINTVL": (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1, 32767),
    "TCP_KEEPCNT": (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 1, 127),
    "TCP_USER_TIMEOUT": (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 0, 2**31 - 1),
    "SO_KEEPALIVE": (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0, 1),
    "SO_RCVBUF": (socket.SOL_SOCKET, socket.SO_RCVBUF, 0, BUFFER_MAX),
    "SO_SNDBUF": (socket.SOL_SOCKET, socket.SO_SNDBUF, 0, BUFFER_MAX),
    "SO_BROADCAST": (socket.SOL_SOCKET, socket.SO_BROADCAST, 0, 1),
    "IP_TOS": (socket.IPPROTO_IP, socket.IP_TOS, 0, 255),
    "IP_TTL": (socket.IPPROTO_IP, socket.IP_TTL, 1, 255),
}
_V6 = {
    "IP_TOS": (socket.IPPROTO_IPV6, socket.IPV6_TCLASS),
    "IP_TTL": (socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS),
}
_READ_ONLY = {"TCP_MAXSEG": (socket.IPPROTO_TCP, socket.TCP_MAXSEG)}

SETTABLE = (*_TABLE, "SO_LINGER")
READABLE = (*_TABLE, *_READ_ONLY)


def _place(sock: socket.socket, name: str) -> tuple[int, int]:
    if sock.family == socket.AF_INET6 and name in _V6:
        return _V6[name]
    return _READ_ONLY[name] if name in _READ_ONLY else _TABLE[name][:2]


def apply(sock: socket.socket, name: str, value: int | bool) -> None:
    """Set one option; what the system refuses is left as it was. SO_LINGER is kept by the stream, not set here."""
    low, high = _TABLE[name][2:]
    number = int(int(value) != 0) if high == 1 else max(low, min(int(value), high))
    with contextlib.suppress(OSError):
        sock.setsockopt(*_place(sock, name), number)


def read(sock: socket.socket, name: str) -> int | None:
    """What an option is; None where this kind of socket has none such."""
    try:
        return sock.getsockopt(*_place(sock, name))
    except OSError:
        return None
