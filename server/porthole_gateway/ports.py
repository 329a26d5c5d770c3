# SPDX-License-Identifier: MIT
"""Ports a gateway must not listen on: browsers refuse to open them (the Fetch standard's "bad port" list)."""

from __future__ import annotations

import errno
import socket

BAD_PORTS = frozenset([
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513,
    514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
    1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080,
])  # fmt: skip
TRIES = 100


class ListenError(Exception):
    """The gateway can't listen where it was told to; the message is one line that says what to do."""


def listener(host: str, port: int, fallback: bool) -> socket.socket:
    """A listening socket on `host`: at `port`, or with `fallback` at the next free one that browsers open."""
    if port in BAD_PORTS and not fallback:
        raise ListenError(
            f"port {port} is on the list of ports that browsers refuse to open; choose another --port"
        )
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise ListenError(
            f"--listen {host}: {error}; give an address of this machine, like 127.0.0.1"
        ) from None
    family, _, _, _, address = found[0]
    last = min(port + TRIES, 65536) if fallback and port else port + 1
    for candidate in range(port, last):
        if candidate in BAD_PORTS:
            continue
        sock = _bound(family, (address[0], candidate))
        if sock is not None:
            return sock
    if fallback:
        raise ListenError(
            f"no free port from {port} to {last - 1} on {host}; choose another with --port, or --port 0"
        )
    raise ListenError(
        f"port {port} on {host} is taken; stop what listens there, or choose another with --port"
    )


def _bound(family: int, address: tuple[str, int]) -> socket.socket | None:
    while True:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if address[0] == "::" else 1)
            sock.bind(address)
            sock.listen(128)
        except OSError as error:
            sock.close()
            if error.errno == errno.EADDRINUSE:
                return None
            host, port = address
            hint = (
                "; ports below 1024 need more rights, choose a higher one"
                if error.errno == errno.EACCES
                else ""
            )
            raise ListenError(f"can't listen on {host} port {port}: {error.strerror}{hint}") from None
        if sock.getsockname()[1] not in BAD_PORTS:
            return sock
        sock.close()
