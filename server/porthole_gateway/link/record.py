# SPDX-License-Identifier: MIT
"""What is written down when a socket ends: a line of the log, a line of the audit, and a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .datagrams import DatagramSocket
from .listener import Listener
from .stream import Stream

if TYPE_CHECKING:
    from .link import Link

KINDS = {Stream: "tcp", Listener: "listen", DatagramSocket: "udp"}


def write(link: Link, sock: Stream | Listener | DatagramSocket, how: str, seconds: float) -> None:
    """`how` begins with what metrics count it as, up to a colon or comma."""
    host, port = sock.asked
    up, down = (sock.pipe.up, sock.pipe.down) if isinstance(sock, Stream) else (sock.up, sock.down)
    kind = KINDS[type(sock)]
    link.context.counts.tunnels[kind, how.partition(":")[0].partition(",")[0]] += 1
    link.context.audit.line(
        link=link.journal.number,
        socket=sock.number,
        user=link.visitor.user or None,
        client=link.visitor.address,
        origin=link.visitor.origin or None,
        kind="incoming" if kind == "tcp" and sock.number % 2 else kind,
        address=host,
        port=port,
        dialled=f"{sock.route.address} {sock.route.port}" if isinstance(sock, Stream) else None,
        names=" ".join(sorted(link.names.of_text(host))) or None,
        seconds=round(seconds, 3),
        up=up,
        down=down,
        end=how,
    )
    to, traffic = f"at {host} port {port}", ""
    if isinstance(sock, Stream):
        to = f"to {host} port {port}"
        if sock.route.alias:
            to += f" at {sock.route.address} port {sock.route.port}"
        traffic = f", {up} bytes up, {down} down"
    link.journal.line(f"socket {sock.number} {to}: {how} after {seconds:.1f} s{traffic}")
