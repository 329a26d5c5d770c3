# SPDX-License-Identifier: MIT
"""One page program's link: all its sockets over one WebSocket."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections import deque
from collections.abc import Callable

from .. import engine
from ..engine import frames
from ..engine.violation import ProtocolError
from ..log import Journal
from ..loop import READ, WRITE, Loop
from ..names.resolver import Resolver
from ..policy.routes import Routes
from . import messages
from .control import Control
from .datagrams import DatagramSocket
from .listener import Listener
from .states import State
from .stream import Stream

HIGH_WATER = 256 * 1024
CONTROL_HIGH_WATER = 1024 * 1024
UNSENT = 128 * 1024
FRAMES_A_TURN = 16
PING_SECONDS = 20.0
DEAD_SECONDS = 60.0
HELLO_SECONDS = 10.0
CLOSE_SECONDS = 2.0
STOP_SECONDS = 0.3
SETTLE_SECONDS = 0.02


class Link:
    """Lives in the gateway's loop until the WebSocket and everything promised on it have ended; then calls `gone`."""

    def __init__(
        self,
        sock: socket.socket,
        loop: Loop,
        routes: Routes,
        resolver: Resolver,
        journal: Journal,
        gone: Callable[[Link], None],
    ) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # What waits in the system's queue can't be overtaken by another socket's few bytes.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
        self.loop, self.routes, self.journal = loop, routes, journal
        self.window = routes.policy.limits.credit
        self.sockets: dict[int, Stream | Listener | DatagramSocket] = {}
        self._own = 1  # the next number the gateway gives
        self._sock, self._gone = sock, gone
        self._ending: list[Stream] = []
        self._settling = False
        self._ready: deque[Stream] = deque()
        self._open = True
        self._closing = False
        self._why = ""
        self.control = Control(self, resolver)
        self.out = engine.frames_for(sock, self.control.on_message)
        self._interest = 0
        self._started = self._heard = self._pinged = time.monotonic()
        self.control.say_hello()
        loop.later(HELLO_SECONDS, self._expect_hello, self)
        loop.later(PING_SECONDS / 2, self._look_after, self)
        loop.activate(self)

    def stop(self) -> None:
        """The gateway ends, and so does the link, soon."""
        if self._open:
            self._close(1001, "the gateway ends", STOP_SECONDS)
        for stream in self._ending:
            stream.host.close_with_reset()
            stream.deadline = 0.0

    def crashed(self) -> None:
        """Something here failed that should not have."""
        self._lose("the gateway made a mistake")

    # The loop's parts.

    def turn(self) -> bool:
        """Read frames from the hosts that have something, one of each in turn, as long as the page's connection takes them."""
        for _ in range(FRAMES_A_TURN):
            if not self._open or not self._ready or self.out.waiting >= HIGH_WATER:
                break
            stream = self._ready.popleft()
            stream.ready = False
            if stream.paused:
                stream.paused = False
                stream.update()
            stream.read()
        for stream in self._ready:
            if not stream.paused:
                stream.paused = True
                stream.update()
        self._send()
        return self._open and bool(self._ready) and self.out.waiting < HIGH_WATER

    def _send(self) -> None:
        """Flush, and stop listening to a page that does not read what it is sent."""
        if not (self._open or self._closing):
            return
        if self.out.waiting:
            self.out.flush()
        if self.out.error:
            self._lose(f"the connection died: {os.strerror(self.out.error)}")
            return
        interest = WRITE if self.out.waiting else 0
        if self._closing or self.out.waiting < CONTROL_HIGH_WATER:
            interest |= READ
        if interest != self._interest:
            self._interest = interest
            self.loop.watch(self._sock.fileno(), interest, self._on_socket, self)

    def _on_socket(self, mask: int) -> None:
        if self._closing:
            self._on_closing(mask)
            return
        if mask & READ:
            self._heard = time.monotonic()
            try:
                if not self.out.receive():
                    error = self.out.error
                    why = f"died: {os.strerror(error)}" if error else "ended without a close"
                    self._lose(f"the connection {why}")
                    return
            except ProtocolError as error:
                self.fail(error)
                return
            if self.out.close_received:
                self._why = f"closed by the page ({self.out.close_code})"
                self._close(1000, "")
                return
        self.loop.activate(self)

    def readable(self, stream: Stream) -> None:
        """A stream has something for the page; it is read in its turn."""
        if not stream.ready:
            stream.ready = True
            self._ready.append(stream)
            self.loop.activate(self)

    # Time.

    def _expect_hello(self) -> None:
        if self._open and not self.control.greeted:
            self.fail(ProtocolError("no hello came"))

    def _look_after(self) -> None:
        if not self._open:
            return
        now = time.monotonic()
        if now - self._heard > DEAD_SECONDS:
            self._lose(f"the page has not been heard of for {DEAD_SECONDS:.0f} s")
            return
        if now - max(self._heard, self._pinged) >= PING_SECONDS:
            self._pinged = now
            self.out.queue(frames.PING, b"")
            self._send()
        self.loop.later(PING_SECONDS / 2, self._look_after, self)

    def _settle(self) -> None:
        """Look after the streams that the page has closed, until the hosts have taken everything."""
        for stream in self._ending:
            stream.settle()
        self._ending = [stream for stream in self._ending if stream.state is not State.GONE]
        self._settling = bool(self._ending)
        if self._settling:
            self.loop.later(SETTLE_SECONDS, self._settle, self)
        self._leave()

    def _settle_soon(self) -> None:
        if self._ending and not self._settling:
            self._settling = True
            self.loop.later(SETTLE_SECONDS, self._settle, self)

    # The end.

    def fail(self, error: ProtocolError) -> None:
        """The page broke the protocol: say how, and close."""
        self.tell("fail", error=error.error, reason=error.reason)
        self._close(error.code, error.reason)

    def _close(self, code: int, reason: str, seconds: float = CLOSE_SECONDS) -> None:
        """Close the WebSocket in order: the last frames, a close frame, a moment for the page to read them."""
        self._why = self._why or f"{reason} ({code})"
        self.out.queue(frames.CLOSE, code.to_bytes(2, "big") + reason.encode()[:120])
        self._closing = True
        self._shut()
        self.loop.later(seconds, self._end, self)
        self._send()
        if self._closing and not self.out.waiting:
            self._half_close()

    def _half_close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)

    def _on_closing(self, mask: int) -> None:
        """The close frame is on its way: what the page still says is dropped, until it ends."""
        try:
            if mask & READ and not self._sock.recv(65536):
                self._end()
                return
        except BlockingIOError:
            pass
        except OSError:
            self._end()
            return
        if mask & WRITE:
            self._send()
            if self._closing and not self.out.waiting:
                self._half_close()

    def _lose(self, why: str) -> None:
        self._why = self._why or why
        self._shut()
        self._end()

    def _shut(self) -> None:
        """The link is no more; sockets that the page closed go on delivering."""
        if not self._open:
            return
        self._open = False
        for sock in list(self.sockets.values()):
            sock.lost()
        self._ending += [sock for sock in self.sockets.values() if isinstance(sock, Stream)]
        self.sockets.clear()
        self._ready.clear()
        self._settle_soon()

    def _end(self) -> None:
        """The WebSocket is gone."""
        self._closing = False
        if self._sock.fileno() >= 0:
            self.loop.watch(self._sock.fileno(), 0, self._on_socket)
            self._sock.close()
            self.out.end()
            seconds = time.monotonic() - self._started
            traffic = f"{self.out.received} bytes from the page, {self.out.sent} to it"
            self.journal.line(
                f"ended after {seconds:.1f} s: {self._why}; {self.control.opened} sockets, {traffic}"
            )
        self._leave()

    def _leave(self) -> None:
        if self._sock.fileno() < 0 and not self._ending:
            self._gone(self)

    # What its sockets need.

    def has_room(self) -> bool:
        """Whether it may have one more socket."""
        return len(self.sockets) < self.routes.policy.limits.sockets

    def busy(self) -> bool:
        """Whether the page has enough to take already."""
        return self.out.waiting >= HIGH_WATER

    def own_number(self) -> int:
        """A number for a socket that the gateway opens."""
        while self._own % 2**32 in self.sockets:
            self._own += 2
        self._own += 2
        return (self._own - 2) % 2**32

    def gave(self, number: int) -> bool:
        """Whether the gateway has ever opened a socket of that number."""
        return number < self._own

    def adopt(self, sock: Stream | Listener | DatagramSocket) -> None:
        """One more socket."""
        self.sockets[sock.number] = sock
        self.control.opened += 1

    def ended(self, sock: Stream | Listener | DatagramSocket, how: str) -> None:
        """One line for each socket that ended."""
        seconds = time.monotonic() - sock.started
        host, port = sock.asked
        if isinstance(sock, Stream):
            to = f"to {host} port {port}"
            if sock.route.alias:
                to += f" at {sock.route.address} port {sock.route.port}"
            traffic = f", {sock.pipe.up} bytes up, {sock.pipe.down} down"
        else:
            to, traffic = f"at {host} port {port}", ""
        self.journal.line(f"socket {sock.number} {to}: {how} after {seconds:.1f} s{traffic}")

    def forget(self, sock: Stream | Listener | DatagramSocket) -> None:
        """The number is free; a stream that lingers is looked after until it is gone."""
        if self.sockets.get(sock.number) is sock:
            del self.sockets[sock.number]
            if sock.state is State.LINGERING:
                self._ending.append(sock)
                self._settle_soon()

    def tell(self, kind: str, **fields: object) -> None:
        """Send one control message."""
        if self._open:
            self.out.queue(frames.TEXT, messages.encode(kind, **fields))
            self.loop.activate(self)
