# SPDX-License-Identifier: MIT
"""The second way down: a link's bulk as the body of an answer, which browsers read at half the cost of WebSocket messages."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from .. import engine
from ..loop import READ, WRITE
from .way import Way

if TYPE_CHECKING:
    from .link import Link

ANSWER = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: application/octet-stream\r\n"
    b"Cache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"X-Accel-Buffering: no\r\n"
    b"Vary: Origin\r\n"
    b"Access-Control-Allow-Origin: %s\r\n"
    b"Connection: close\r\n"
    b"\r\n"
)
# A piece of no socket. The answer begins with one, as Firefox shows it when its first bytes are there.
NOTHING = bytes(8)
BEAT_SECONDS = 20.0


class Body:
    """Lives until the page ends it, or the link does; has its own turns in the loop. A page of `origin` may read it."""

    def __init__(self, link: Link, sock: socket.socket, origin: str) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.out = engine.body_for(sock)
        self.way = Way(self.out, lambda: link.loop.activate(self))
        self._link, self._sock = link, sock
        self._interest = 0
        self.out.append(ANSWER % origin.encode("ascii") + NOTHING)
        link.loop.activate(self)
        self._next_beat = link.loop.later(BEAT_SECONDS, self._beat, link)

    def _beat(self) -> None:
        """Proxies on the way end an answer that says nothing for long."""
        self.out.append(NOTHING)
        self._link.loop.activate(self)
        self._next_beat = self._link.loop.later(BEAT_SECONDS, self._beat, self._link)

    def turn(self) -> bool:
        """Read from the hosts that have something, and send."""
        if self._sock.fileno() < 0:
            return False
        wait = self._link.wait(self)
        self.way.move(wait)
        self.out.flush()
        if self.out.error:
            self._lost(os.strerror(self.out.error))
            return False
        interest = READ | WRITE if self.out.waiting else READ
        if interest != self._interest:
            self._interest = interest
            self._link.loop.watch(self._sock.fileno(), interest, self._on_socket, self)
        return self.way.busy and wait <= 0

    def _on_socket(self, mask: int) -> None:
        if mask & READ:
            try:
                if not self._sock.recv(4096):  # else what nobody asked for
                    self._lost("the page ended it")
                    return
            except BlockingIOError:
                pass
            except OSError as error:
                self._lost(error.strerror or "")
                return
        self._link.loop.activate(self)

    def _lost(self, why: str) -> None:
        self.end(why)
        self._link.detached()

    def end(self, why: str = "so did the link") -> None:
        """Close it: whose bytes came this way must not send any more."""
        self.way.clear()
        self._next_beat.cancel()
        if self._sock.fileno() >= 0:
            self._link.journal.line(f"the body ended after {self.out.sent} bytes: {why}")
            self._link.loop.watch(self._sock.fileno(), 0, self._on_socket)
            self._sock.close()

    def crashed(self) -> None:
        """Something here failed that should not have."""
        self._link.crashed()
