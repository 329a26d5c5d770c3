# SPDX-License-Identifier: MIT
"""A listening socket of a page at a port of the gateway, where the policy grants it."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import time
from typing import TYPE_CHECKING

from ..engine.violation import ProtocolError
from ..loop import READ
from ..policy.routes import FAMILIES, Refused, Route
from .states import State, endpoint
from .stream import Stream

if TYPE_CHECKING:
    from .link import Link


EARLY = 65536  # bytes of a connection that the page gets before it accepts it: strangers decide how many come


class Listener:
    """Takes connections until `backlog` of them wait for the page's `accept`; the next ones wait in the system's queue."""

    def __init__(self, link: Link, number: int, route: Route, backlog: int, credit: int) -> None:
        self.link, self.number, self.backlog = link, number, backlog
        self.asked = (route.address, route.port)
        self.state = State.OPEN
        self.accepted = 0
        self.up = self.down = 0
        self.started = time.monotonic()
        self._credit = credit
        self._waiting: set[int] = set()
        self.raw = socket.socket(route.family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        try:
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if route.family == socket.AF_INET6:
                self.raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            self.raw.bind((route.address, route.port))
            self.raw.listen(backlog)
        except OSError:
            self.raw.close()
            raise
        self.local = self.raw.getsockname()[:2]
        self.asked = self.local
        self._watch()

    def _watch(self) -> None:
        wants = READ if len(self._waiting) < self.backlog else 0
        self.link.loop.watch(self.raw.fileno(), wants, self._on_event, self.link)

    def _on_event(self, _: int) -> None:
        while len(self._waiting) < self.backlog:
            try:
                sock, peer = self.raw.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    self.link.loop.watch(self.raw.fileno(), 0, self._on_event, self.link)
                    self.link.loop.later(0.1, self._again, self.link)
                    return
                continue
            if self.link.no_room() is not None:
                with contextlib.suppress(OSError):
                    sock.close()
                continue
            sock.setblocking(False)
            number = self.link.own_number()
            route = Route(FAMILIES["inet6" if sock.family == socket.AF_INET6 else "inet"], peer[0], peer[1])
            early = min(self._credit, EARLY)
            stream = Stream(self.link, number, peer[:2], route, early, sock)
            stream.listener, stream.withheld = self, self._credit - early
            self._waiting.add(number)
            self.accepted += 1
            self.link.adopt(stream)
            self.link.tell(
                "incoming",
                socket=number,
                listener=self.number,
                local=endpoint(sock.getsockname()),
                peer=endpoint(peer),
            )
            stream.update()
        self._watch()

    def _again(self) -> None:
        if self.state is State.OPEN:
            self._watch()

    def taken(self, number: int) -> None:
        """The page has accepted a connection, or it ended before: its place is free."""
        if number in self._waiting:
            self._waiting.discard(number)
            if self.state is State.OPEN:
                self._watch()

    def listen(self, backlog: int) -> None:
        """Another backlog."""
        self.backlog = backlog
        self._watch()

    def data(self, _payload: memoryview | bytes) -> None:
        """A listener takes none."""
        raise ProtocolError(f"data on socket {self.number}, which listens")

    def shutdown(self) -> None:
        """Means nothing here."""

    def credit(self, _size: int) -> None:
        """Means nothing here."""

    def option(self, _name: str, _value: int | bool | list[int]) -> None:
        """Options that connections would inherit are set on each of them."""

    def value(self, _name: str) -> int | None:
        """No option of a listener is told."""
        return None

    def close(self) -> None:
        """Listen no more. Connections that nobody accepted are reset, as the system does."""
        self.link.tell("closed", socket=self.number)
        self.lost()

    reset = close

    def lost(self) -> None:
        """The link is gone, or the page closed it."""
        if self.state is State.GONE:
            return
        self.state = State.GONE
        self.link.loop.watch(self.raw.fileno(), 0, self._on_event)
        self.raw.close()
        self.link.ended(self, f"listened, {self.accepted} connections")
        self.link.forget(self)
        for number in list(self._waiting):
            stream = self.link.sockets.get(number)
            if isinstance(stream, Stream):
                stream.abandoned()


def open_listener(link: Link, number: int, route: Route, backlog: int, credit: int) -> Listener:
    """A listener; raises Refused."""
    try:
        return Listener(link, number, route, backlog, credit)
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, "EIO")
        if code not in ("EADDRINUSE", "EADDRNOTAVAIL", "EACCES", "EAFNOSUPPORT"):
            code = "EAGAIN"
        raise Refused(
            code, f"{route.address} port {route.port}: {os.strerror(error.errno or errno.EIO)}"
        ) from None
