# SPDX-License-Identifier: MIT
"""What is written down when a socket ends: a line of the log, a line of the audit, and a count."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .datagrams import DatagramSocket
from .listener import Listener
from .stream import Stream

if TYPE_CHECKING:
    from ..policy.routes import Route
    from .link import Link

KINDS = {Stream: "tcp", Listener: "listen", DatagramSocket: "udp"}


class Record:
    """What is known of a socket at its end; it is written later, when the socket itself is no more."""

    __slots__ = ("asked", "down", "how", "kind", "number", "route", "seconds", "up")

    def __init__(self, sock: Stream | Listener | DatagramSocket, how: str) -> None:
        self.kind, self.number, self.asked, self.how = KINDS[type(sock)], sock.number, sock.asked, how
        self.seconds = time.monotonic() - sock.started
        if isinstance(sock, Stream):
            self.route: Route | None = sock.route
            self.up, self.down = sock.pipe.up, sock.pipe.down
        else:
            self.route = None
            self.up, self.down = sock.up, sock.down


def write(link: Link, record: Record) -> None:
    """`how` begins with what metrics count it as, up to a colon or comma."""
    (host, port), kind, how, route = record.asked, record.kind, record.how, record.route
    link.context.counts.tunnels[kind, how.partition(":")[0].partition(",")[0]] += 1
    link.context.audit.line(
        link=link.journal.number,
        socket=record.number,
        user=link.visitor.user or None,
        client=link.visitor.address,
        origin=link.visitor.origin or None,
        kind="incoming" if route and record.number % 2 else kind,
        address=host,
        port=port,
        dialled=f"{route.address} {route.port}" if route else None,
        names=" ".join(sorted(link.names.of_text(host))) or None,
        seconds=round(record.seconds, 3),
        up=record.up,
        down=record.down,
        end=how,
    )
    to, traffic = f"at {host} port {port}", ""
    if route:
        to = f"to {host} port {port}"
        if route.alias:
            to += f" at {route.address} port {route.port}"
        traffic = f", {record.up} bytes up, {record.down} down"
    link.journal.line(f"socket {record.number} {to}: {how} after {record.seconds:.1f} s{traffic}")
