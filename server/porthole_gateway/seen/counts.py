# SPDX-License-Identifier: MIT
"""What the gateway counts: plain numbers, kept in the loop and read by whoever asks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..link.link import Link

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Counts:
    """A link is one program's WebSocket; a tunnel is one socket on it."""

    def __init__(self) -> None:
        self.links: set[Link] = set()
        self.links_opened = 0
        self.refused: Counter[str] = Counter()  # handshakes, by status
        self.failed: Counter[str] = (
            Counter()
        )  # links that ended for a protocol error or a limit, by errno name
        self.tunnels: Counter[tuple[str, str]] = Counter()  # that ended, by kind and how
        self.connects: Counter[str] = Counter()  # by errno name, "ok" among them
        self.received = self.sent = 0  # of links that have ended
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.connect_seconds = 0.0
        self.draining = False

    def connected(self, seconds: float) -> None:
        """A host has answered."""
        self.connects["ok"] += 1
        self.connect_seconds += seconds
        for index, bound in enumerate(BOUNDS):
            if seconds <= bound:
                self.buckets[index] += 1
                return
        self.buckets[-1] += 1

    def link_ended(self, link: Link) -> None:
        """A link is gone, and its bytes are settled."""
        self.links.discard(link)
        self.received += link.received
        self.sent += link.sent

    def traffic(self) -> tuple[int, int]:
        """Bytes from pages, and to them, frames and all."""
        links = list(self.links)
        return (
            self.received + sum(link.received for link in links),
            self.sent + sum(link.sent for link in links),
        )

    def open_tunnels(self) -> int:
        """Of all links."""
        return sum(len(link.sockets) for link in list(self.links))
