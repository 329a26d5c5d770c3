# SPDX-License-Identifier: MIT
"""The TCP options a page may set on its real socket."""

from __future__ import annotations

import socket

BUFFER_MAX = 4 * 1024 * 1024


def apply(sock: socket.socket, name: str, value: int | bool) -> None:
    """Set one option; what the system refuses is left as it was. SO_LINGER is kept by the stream, not set here."""
    number = int(value)
    try:
        if name == "TCP_NODELAY":
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, int(number != 0))
        elif name == "SO_KEEPALIVE":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, int(number != 0))
        elif name in ("SO_RCVBUF", "SO_SNDBUF"):
            sock.setsockopt(socket.SOL_SOCKET, getattr(socket, name), max(0, min(number, BUFFER_MAX)))
        elif name == "IP_TOS" and sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, number & 255)
        elif name == "IP_TOS":
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, number & 255)
    except OSError:
        pass
