# SPDX-License-Identifier: MIT
"""One page program's link: an event loop that carries all its sockets over one WebSocket."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import time
from collections import deque

from . import frames, messages
from .control import Control
from .log import Journal
from .messages import ProtocolError
from .resolver import Resolver
from .routes import Routes
from .states import State
from .stream import Stream

HIGH_WATER = 256 * 1024
CONTROL_HIGH_WATER = 1024 * 1024
UNSENT = 128 * 1024
PING_SECONDS = 20.0
DEAD_SECONDS = 60.0
HELLO_SECONDS = 10.0
CLOSE_SECONDS = 2.0
STOP_SECONDS = 0.3
SETTLE_SECONDS = 0.02


class Link:
    """Runs in a process of its own until the WebSocket and everything promised on it have ended."""

    def __init__(
        self, sock: socket.socket, routes: Routes, journal: Journal, parent: int | None = None
    ) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # What waits in the system's queue can't be overtaken by another socket's few bytes.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
        self.selector = selectors.DefaultSelector()
        self.routes, self.journal = routes, journal
        self.window = routes.policy.limits.credit
        self.scratch = memoryview(bytearray(frames.HEADER + 65536))
        self.streams: dict[int, Stream] = {}
        self._ending: list[Stream] = []
        self._ready: deque[Stream] = deque()
        self._open = True
        self._why = ""
        self._stopping = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._resolver = Resolver(self._wake_write)
        self.control = Control(self, self._resolver)
        self.out = frames.Frames(sock, self.control.on_message)
        self._interest = selectors.EVENT_READ
        self.selector.register(sock, self._interest, self._on_socket)
        self.selector.register(self._wake_read, selectors.EVENT_READ, self._on_wake)
        if parent is not None:
            self.selector.register(parent, selectors.EVENT_READ, lambda _: self.stop())
        self._started = self._heard = self._pinged = time.monotonic()

    def stop(self) -> None:
        """End soon; safe to call from a signal handler."""
        self._stopping = True
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"\0")

    def run(self) -> None:
        """Serve until the end."""
        self.control.say_hello()
        self._send()
        while (self._open or self._ending) and not self._stopping:
            for key, mask in self.selector.select(self._timeout()):
                key.data(mask)
            self._serve()
            self._send()
            self._timers()
        if self._open:
            self._close(1001, "the gateway ends")
        for stream in self._ending:
            stream.host.close_with_reset()
        seconds = time.monotonic() - self._started
        traffic = f"{self.out.received} bytes from the page, {self.out.sent} to it"
        self.journal.line(
            f"ended after {seconds:.1f} s: {self._why}; {self.control.opened} sockets, {traffic}"
        )

    # The loop's parts.

    def _timeout(self) -> float:
        if self._open and self._ready and self.out.waiting < HIGH_WATER:
            return 0.0
        if self._ending:
            return SETTLE_SECONDS
        return PING_SECONDS / 2 if self.control.greeted else 1.0

    def _on_socket(self, mask: int) -> None:
        if not self._open:
            return
        try:
            if mask & selectors.EVENT_READ:
                self._heard = time.monotonic()
                if not self.out.receive():
                    self._lose("the connection ended without a close")
                elif self.out.close_received:
                    self._why = f"closed by the page ({self.out.close_code})"
                    self._close(1000, "")
        except ProtocolError as error:
            self.fail(error)
        except OSError as error:
            self._lose(f"the connection died: {error.strerror}")

    def _on_wake(self, _: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)
        self._resolver.take()

    def readable(self, stream: Stream) -> None:
        """A stream has something for the page; it is read in its turn."""
        if not stream.ready:
            stream.ready = True
            self._ready.append(stream)

    def _serve(self) -> None:
        """Read one frame from each stream in turn, as long as the page's connection takes them."""
        try:
            while self._open and self._ready and self.out.waiting < HIGH_WATER:
                stream = self._ready.popleft()
                stream.ready = False
                if stream.paused:
                    stream.paused = False
                    stream.update()
                stream.read()
        except OSError as error:
            self._lose(f"the connection died: {error.strerror}")
        for stream in self._ready:
            if not stream.paused:
                stream.paused = True
                stream.update()

    def _send(self) -> None:
        """Flush, and stop listening to a page that does not read what it is sent."""
        if not self._open:
            return
        try:
            self.out.flush()
        except OSError as error:
            self._lose(f"the connection died: {error.strerror}")
            return
        interest = selectors.EVENT_WRITE if self.out.waiting else 0
        if self.out.waiting < CONTROL_HIGH_WATER:
            interest |= selectors.EVENT_READ
        if interest != self._interest:
            self._interest = interest
            self.selector.modify(self.out.sock, interest, self._on_socket)

    def _timers(self) -> None:
        for stream in self._ending:
            stream.settle()
        self._ending = [stream for stream in self._ending if stream.state is not State.GONE]
        if not self._open:
            return
        now = time.monotonic()
        if not self.control.greeted and now - self._started > HELLO_SECONDS:
            self.fail(ProtocolError("no hello came"))
        elif now - self._heard > DEAD_SECONDS:
            self._lose(f"the page has not been heard of for {DEAD_SECONDS:.0f} s")
        elif now - max(self._heard, self._pinged) > PING_SECONDS:
            self._pinged = now
            self.out.queue(frames.PING, b"")
            self._send()

    # The end.

    def fail(self, error: ProtocolError) -> None:
        """The page broke the protocol: say how, and close."""
        self.tell("fail", error=error.error, reason=error.reason)
        self._close(error.code, error.reason)

    def _close(self, code: int, reason: str) -> None:
        """Close the WebSocket in order: the last frames, a close frame, a moment for the page to read them."""
        self._why = self._why or f"{reason} ({code})"
        self.out.queue(frames.CLOSE, code.to_bytes(2, "big") + reason.encode()[:120])
        seconds = STOP_SECONDS if self._stopping else CLOSE_SECONDS
        sock, end = self.out.sock, time.monotonic() + seconds
        self._shut()
        with contextlib.suppress(OSError):
            sock.settimeout(seconds)
            while self.out.waiting and time.monotonic() < end:
                self.out.flush()
            sock.shutdown(socket.SHUT_WR)
            while time.monotonic() < end and sock.recv(65536):
                pass
        sock.close()

    def _lose(self, why: str) -> None:
        self._why = self._why or why
        self._shut()
        self.out.sock.close()

    def _shut(self) -> None:
        """The link is no more; sockets that the page closed go on delivering."""
        if not self._open:
            return
        self._open = False
        self.selector.unregister(self.out.sock)
        for stream in list(self.streams.values()):
            stream.lost()
        self._ending += self.streams.values()
        self.streams.clear()

    def ended(self, stream: Stream, how: str) -> None:
        """One line for each tunnel that ended."""
        seconds = time.monotonic() - stream.started
        host, port = stream.asked
        to = f" at {stream.route.address} port {stream.route.port}" if stream.route.alias else ""
        what = f"{how} after {seconds:.1f} s, {stream.upload.total} bytes up, {stream.down} down"
        self.journal.line(f"socket {stream.number} to {host} port {port}{to}: {what}")

    def forget(self, stream: Stream) -> None:
        """The stream's number is free; one that lingers is looked after until it is gone."""
        if self.streams.get(stream.number) is stream:
            del self.streams[stream.number]
            if stream.state is State.LINGERING:
                self._ending.append(stream)

    def tell(self, kind: str, **fields: object) -> None:
        """Send one control message."""
        if self._open:
            self.out.queue(frames.TEXT, messages.encode(kind, **fields))
