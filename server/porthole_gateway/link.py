# SPDX-License-Identifier: MIT
"""One page program's link: an event loop that carries all its sockets over one WebSocket."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from . import frames, messages, names
from .log import Journal
from .messages import ProtocolError
from .resolver import Resolver
from .routes import Refused, Routes
from .stream import LINGER_SECONDS, State, Stream

HIGH_WATER = 256 * 1024
CONTROL_HIGH_WATER = 1024 * 1024
PING_SECONDS = 20.0
DEAD_SECONDS = 60.0
HELLO_SECONDS = 10.0
CLOSE_SECONDS = 2.0
STOP_SECONDS = 0.3


class Link:
    """Runs in a process of its own until the WebSocket and everything promised on it have ended."""

    def __init__(self, sock: socket.socket, routes: Routes, journal: Journal, parent: int | None = None) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector = selectors.DefaultSelector()
        self.routes, self.journal = routes, journal
        self.limits = routes.policy.limits
        self.window = self.limits.credit
        self.scratch = memoryview(bytearray(frames.HEADER + 65536))
        self.out = frames.Frames(sock, self._message)
        self.streams: dict[int, Stream] = {}
        self.opened = 0
        self._lingering: list[Stream] = []
        self._ready: deque[Stream] = deque()
        self._credit: int | None = None
        self._open = True
        self._why = ""
        self._stopping = False
        self._interest = selectors.EVENT_READ
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._resolver = Resolver(self._wake_write)
        self.selector.register(sock, self._interest, self._on_socket)
        self.selector.register(self._wake_read, selectors.EVENT_READ, self._on_wake)
        if parent is not None:
            self.selector.register(parent, selectors.EVENT_READ, lambda _: self.stop())
        self._started = self._heard = self._pinged = time.monotonic()
        self._handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "resolve": self._resolve,
            "reverse": self._reverse,
            "connect": self._connect,
            "shutdown": lambda m: self._known(m, Stream.shutdown),
            "close": lambda m: self._end(m, Stream.close),
            "reset": lambda m: self._end(m, Stream.reset),
            "credit": lambda m: self._known(m, lambda stream: stream.credit(m["bytes"])),
            "option": lambda m: self._known(m, lambda stream: stream.option(m["name"], m["value"])),
        }

    def stop(self) -> None:
        """End soon; safe to call from a signal handler."""
        self._stopping = True
        try:
            os.write(self._wake_write, b"\0")
        except OSError:
            pass

    def run(self) -> None:
        """Serve until the end."""
        self.tell(
            "hello",
            version=1,
            credit=self.window,
            limits={"sockets": self.limits.sockets, "message": frames.TEXT_LIMIT},
            features=["tcp", "resolve"],
            hostname=self.routes.policy.hostname,
        )
        self._send()
        while self._open or self._lingering:
            for key, mask in self.selector.select(self._timeout()):
                key.data(mask)
            if self._open:
                self._serve()
                self._send()
            self._timers()
            if self._stopping:
                break
        if self._open:
            self._close(1001, "the gateway ends")
        for stream in [*self.streams.values(), *self._lingering]:
            stream.abort()
        seconds = time.monotonic() - self._started
        traffic = f"{self.out.received} bytes from the page, {self.out.sent} to it"
        self.journal.line(f"ended after {seconds:.1f} s: {self._why}; {self.opened} sockets, {traffic}")

    # The loop's parts.

    def _timeout(self) -> float:
        if self._lingering:
            return 0.02
        return 1.0 if self._credit is None else PING_SECONDS / 2

    def _on_socket(self, mask: int) -> None:
        if not self._open:
            return
        try:
            if mask & selectors.EVENT_WRITE:
                self.out.flush()
            if mask & selectors.EVENT_READ:
                self._heard = time.monotonic()
                if not self.out.receive():
                    self._lose("the connection ended without a close")
                elif self.out.close_received:
                    self._close(1000, "")
                    self._why = f"closed by the page ({self.out.close_code})"
        except ProtocolError as error:
            self.tell("fail", error=error.error, reason=error.reason)
            self._close(error.code, error.reason)
        except OSError as error:
            self._lose(f"the connection died: {error.strerror}")

    def _on_wake(self, _: int) -> None:
        try:
            os.read(self._wake_read, 4096)
        except BlockingIOError:
            pass
        self._resolver.take()

    def readable(self, stream: Stream) -> None:
        """A stream has something for the page; it is read in its turn."""
        if not stream.ready:
            stream.ready = True
            self._ready.append(stream)

    def _serve(self) -> None:
        """Read one frame from each stream in turn, as long as the page's connection takes them."""
        try:
            while self._ready and self.out.waiting < HIGH_WATER:
                stream = self._ready.popleft()
                stream.ready = False
                if stream.paused:
                    stream.paused = False
                    stream.update()
                stream.read()
            for stream in self._ready:
                if not stream.paused:
                    stream.paused = True
                    if stream.state is State.OPEN:
                        stream.update()
        except OSError as error:
            self._lose(f"the connection died: {error.strerror}")

    def _send(self) -> None:
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
        self._lingering = [stream for stream in self._lingering if not self._settled(stream)]
        now = time.monotonic()
        if not self._open:
            return
        if now - self._heard > DEAD_SECONDS:
            self._lose(f"the page has not been heard of for {DEAD_SECONDS:.0f} s")
        elif self._credit is None and now - self._started > HELLO_SECONDS:
            self.tell("fail", error="EPROTO", reason="no hello came")
            self._close(1002, "no hello came")
        elif now - max(self._heard, self._pinged) > PING_SECONDS:
            self._pinged = now
            self.out.queue(frames.PING, b"")
            self._send()

    def _settled(self, stream: Stream) -> bool:
        if stream.state is State.CLOSING and time.monotonic() > stream.deadline:
            stream.expire()
        return stream.settle() if stream.state is State.LINGERING else stream.state is State.GONE

    # The end.

    def _close(self, code: int, reason: str) -> None:
        """Close the WebSocket in order: the last frames, the close frame, then a moment for the page to read them."""
        self._why = self._why or (f"{reason} ({code})" if reason else f"closed ({code})")
        self.out.queue(frames.CLOSE, code.to_bytes(2, "big") + reason.encode()[:120])
        seconds = STOP_SECONDS if self._stopping else CLOSE_SECONDS
        sock, end = self.out.sock, time.monotonic() + seconds
        self._shut()
        try:
            sock.settimeout(seconds)
            while self.out.waiting and time.monotonic() < end:
                self.out.flush()
            sock.shutdown(socket.SHUT_WR)
            while time.monotonic() < end and sock.recv(65536):
                pass
        except OSError:
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
            if stream.state is State.CLOSING:
                stream.deadline = time.monotonic() + LINGER_SECONDS
                self._lingering.append(stream)

    def ended(self, stream: Stream, how: str) -> None:
        """One line for each tunnel that ended."""
        seconds = time.monotonic() - stream.started
        host, port = stream.asked
        to = f" at {stream.route.address} port {stream.route.port}" if stream.route.alias else ""
        self.journal.line(
            f"socket {stream.number} to {host} port {port}{to}: {how} after {seconds:.1f} s, "
            f"{stream.up} bytes up, {stream.down} down"
        )

    def forget(self, stream: Stream) -> None:
        """The stream's number is free."""
        if self.streams.get(stream.number) is stream:
            del self.streams[stream.number]
            if stream.state is State.CLOSING:
                self._lingering.append(stream)

    # Messages.

    def tell(self, kind: str, **fields: object) -> None:
        """Send one control message."""
        if self._open:
            self.out.queue(frames.TEXT, messages.encode(kind, **fields))

    def _message(self, opcode: int, payload: memoryview) -> None:
        if not self._open:
            return
        if opcode == frames.BINARY:
            if len(payload) < 5:
                raise ProtocolError("a binary message has no socket number or no data")
            number = int.from_bytes(payload[:4], "little")
            stream = self.streams.get(number)
            if stream is None or self._credit is None:
                raise ProtocolError(f"data on socket {number}, which is not open")
            stream.data(payload[4:])
            return
        message = messages.parse(payload)
        kind = message["type"]
        if (kind == "hello") != (self._credit is None):
            raise ProtocolError("a second hello" if kind == "hello" else f"{kind} came before hello")
        if kind == "hello":
            self._credit = message["credit"]
        else:
            self._handlers[kind](message)

    def _known(self, message: dict[str, Any], action: Callable[[Stream], None]) -> None:
        """Messages that may cross our `error` or `closed` on the way are no error when the socket is gone."""
        stream = self.streams.get(message["socket"])
        if stream is not None:
            action(stream)

    def _end(self, message: dict[str, Any], action: Callable[[Stream], None]) -> None:
        stream = self.streams.get(message["socket"])
        if stream is None:
            self.tell("closed", socket=message["socket"])
        else:
            action(stream)

    def _connect(self, message: dict[str, Any]) -> None:
        number, asked = message["socket"], (message["address"], message["port"])
        if number in self.streams:
            raise ProtocolError(f"socket {number} is in use")
        try:
            if len(self.streams) >= self.limits.sockets:
                raise Refused("EAGAIN", f"this link has its {self.limits.sockets} sockets open already")
            route = self.routes.find(message["family"], *asked)
        except Refused as refused:
            self.tell("error", socket=number, error=refused.error, reason=refused.reason)
            note = f" ({refused.note})" if refused.note else ""
            shown = asked[0] if len(asked[0]) < 50 else asked[0][:50] + "..."
            self.journal.line(f"socket {number} to {shown!r} port {asked[1]}: refused, {refused.error}{note}")
            return
        try:
            stream = Stream(self, number, asked, route, self._credit or 0)
        except OSError as error:
            code = "EAFNOSUPPORT" if error.errno == errno.EAFNOSUPPORT else "EAGAIN"
            self.tell("error", socket=number, error=code, reason=f"the gateway has no socket: {error.strerror}")
            return
        self.streams[number] = stream
        self.opened += 1
        try:
            stream.connect()
        except OSError as error:
            stream.fail(error)

    def _resolve(self, message: dict[str, Any]) -> None:
        host, family, id_ = message["host"], message["family"], message["id"]
        answer = names.quick(host, family, self.routes)
        self._answer("resolved", id_, answer, lambda: names.ask(host, family))

    def _reverse(self, message: dict[str, Any]) -> None:
        address, id_ = message["address"], message["id"]
        answer = names.quick_reverse(address, self.routes)
        self._answer("reversed", id_, answer, lambda: names.ask_reverse(address))

    def _answer(self, kind: str, id_: object, answer: names.Answer | None, job: Callable[[], names.Answer]) -> None:
        if answer is None:
            if self._resolver.submit(job, lambda found: self.tell(kind, id=id_, **found)):
                return
            answer = names.failure("EAI_AGAIN", "too many lookups of this link are waiting")
        self.tell(kind, id=id_, **answer)
