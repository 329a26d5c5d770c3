# SPDX-License-Identifier: MIT
"""One page program's link: all its sockets over one WebSocket."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace

from .. import engine
from ..access.allowance import Allowance
from ..access.visitor import Visitor
from ..context import Context
from ..engine import frames
from ..engine.violation import ProtocolError
from ..log import Journal
from ..loop import READ, WRITE, Owner
from ..names.learned import Learned
from . import messages, record
from .body import Body
from .control import Control
from .datagrams import DatagramSocket
from .lingering import Lingering
from .listener import Listener
from .states import State
from .stream import Stream
from .way import Way

CONTROL_HIGH_WATER = 1024 * 1024
UNSENT = 128 * 1024
PING_SECONDS = 20.0
DEAD_SECONDS = 60.0
HELLO_SECONDS = 5.0
CLOSE_SECONDS = 2.0
CLOSED_SECONDS = 0.002
STOP_SECONDS = 0.3


class Link:
    """Lives in the gateway's loop until the WebSocket and everything promised on it have ended; then calls `gone`."""

    def __init__(
        self,
        sock: socket.socket,
        context: Context,
        visitor: Visitor,
        journal: Journal,
        gone: Callable[[Link], None],
    ) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # What waits in the system's queue can't be overtaken by another socket's few bytes.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
        self.context, self.visitor, self.journal = context, visitor, journal
        self.loop, self.routes = context.loop, context.routes
        self.window = self.routes.policy.limits.credit
        self.allowance = Allowance(self, context.accounts, visitor)
        self.names = Learned()
        self.sockets: dict[int, Stream | Listener | DatagramSocket] = {}
        self._own = 1  # the next number the gateway gives
        self._sock, self._gone = sock, gone
        self.lingering = Lingering(self.loop, self, self._leave)
        self._open = True
        self._again = False  # what the page has said is not all done
        self._closing = False
        self._left = False
        self._told_late = False  # a `closed` waits for a moment
        self._idle_watched = False
        self._why = ""
        self.control = Control(self, context.resolver)
        self.out = engine.frames_for(sock, self.control.on_message)
        self.way = Way(self.out, lambda: self.loop.activate(self))
        self.body: Body | None = None
        self._sent_before = 0  # by bodies that have ended
        self.key = "" if isinstance(sock, ssl.SSLSocket) else secrets.token_urlsafe(18)
        self._interest = 0
        self._delayed: set[Owner] = set()  # who gets a turn once more bytes may be moved
        self._finishing: list[Stream] = []  # closed by the page just now
        self.blocked: set[DatagramSocket] = set()  # who waits for room on the way down
        self._started = self._heard = self._pinged = time.monotonic()
        self.control.say_hello()
        self.loop.later(HELLO_SECONDS, self._expect_hello, self)
        self.loop.later(PING_SECONDS / 2, self._look_after, self)
        self._idle_soon()
        self.loop.activate(self)

    def stop(self) -> None:
        """The gateway ends, and so does the link, soon."""
        if self._open:
            self._close(1001, "the gateway ends", STOP_SECONDS)
        self.lingering.stop()

    def crashed(self) -> None:
        """Something here failed that should not have."""
        self._lose("the gateway made a mistake")

    @property
    def is_open(self) -> bool:
        """Whether its page can still be told something."""
        return self._open

    @property
    def received(self) -> int:
        """Bytes from the page, frames and all."""
        return self.out.received

    @property
    def sent(self) -> int:
        """Bytes to the page, by both ways."""
        return self.out.sent + self._sent_before + (self.body.out.sent if self.body is not None else 0)

    # The loop's parts.

    def turn(self) -> bool:
        """Read from the hosts that have something, and send."""
        if not self._open:
            self._send()
            return False
        if self._again and self._hears:
            self._receive()
        self._again = self._open and self.out.pending
        wait = self.wait(self) if self._open else 0.0
        self.way.move(wait)
        self._send()
        self._finish()
        if self.blocked and not self.way.full:
            blocked, self.blocked = self.blocked, set()
            for sock in blocked:
                sock.resume()
        return self._open and (self._again and self._hears or self.way.busy and wait <= 0)

    @property
    def _hears(self) -> bool:
        """Whether the page reads what it is told, so that it may ask for more."""
        return self.out.waiting < CONTROL_HIGH_WATER

    def _finish(self) -> None:
        """What the page has closed, when what it waits for is on its way: a program closes and connects again at once."""
        finishing, self._finishing = self._finishing, []
        for stream in finishing:
            if stream.state is State.CLOSING:
                stream.finish()

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
        if self._closing or self._hears and not self.out.pending:
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
            self._receive()
        if mask & WRITE or self.out.waiting or self.out.pending:
            self.loop.activate(self)

    def _receive(self) -> None:
        """Do what the page has said, as much of it as may be done in a turn."""
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

    # Its share.

    @property
    def metered(self) -> bool:
        """Whether bytes are to be told of."""
        return self.allowance.metered

    def identified(self, user: str) -> None:
        """A token has named its user; raises Refused when that one has enough links already."""
        self.allowance.identified(user)
        self.visitor = replace(self.visitor, user=user)
        self.journal.line(f"is {user}")

    def reloaded(self) -> None:
        """The policy was read again."""
        self.allowance.reloaded()
        self._idle_soon()

    def spend(self, size: int) -> None:
        """Bytes of its sockets have gone either way, and count; only asked for while `metered`."""
        reason = self.allowance.spend(size)
        if reason is not None:
            self.loop.call(lambda: self._spent(reason))

    def _spent(self, reason: str) -> None:
        if self._open:
            self.fail(ProtocolError(reason, 1013, "EAGAIN"))

    def wait(self, owner: Owner | None = None) -> float:
        """Seconds until it may move bytes again; `owner` gets its turn then."""
        seconds = self.allowance.wait() if self.metered else 0.0
        if owner is not None and seconds > 0 and owner not in self._delayed:
            self._delayed.add(owner)
            self.loop.later(seconds, lambda: self._go_on(owner), self)
        return seconds

    def _go_on(self, owner: Owner) -> None:
        self._delayed.discard(owner)
        self.loop.activate(owner)

    # Time.

    def _idle_soon(self) -> None:
        idle = self.routes.policy.limits.idle
        if idle and self._open and not self._idle_watched:
            self._idle_watched = True
            self.loop.later(max(0.25, min(idle / 4, 10.0)), self._look_for_idle, self)

    def _look_for_idle(self) -> None:
        """Ends the tunnels that have carried nothing for too long."""
        self._idle_watched = False
        idle, now = self.routes.policy.limits.idle, time.monotonic()
        for sock in list(self.sockets.values()):
            if isinstance(sock, Listener):
                continue
            traffic = sock.traffic()
            if traffic != sock.seen[0]:
                sock.seen = (traffic, now)
            elif idle and now - sock.seen[1] >= idle:
                sock.idled()
        self._idle_soon()

    def _expect_hello(self) -> None:
        if self._open and not self.control.greeted:
            self.fail(ProtocolError("no hello came"))

    def _look_after(self) -> None:
        if not self._open:
            return
        now = time.monotonic()
        for sock in list(self.sockets.values()):
            if isinstance(sock, Stream) and sock.state is State.CLOSING:
                sock.settle()
        if now - self._heard > DEAD_SECONDS:
            self._lose(f"the page has not been heard of for {DEAD_SECONDS:.0f} s")
            return
        if now - max(self._heard, self._pinged) >= PING_SECONDS:
            self._pinged = now
            self.out.queue(frames.PING, b"")
            self._send()
        self.loop.later(PING_SECONDS / 2, self._look_after, self)

    # The end.

    def fail(self, error: ProtocolError) -> None:
        """The page broke the protocol, or must not go on: say how, and close."""
        self.context.counts.failed[error.error] += 1
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
        except (BlockingIOError, ssl.SSLWantReadError):
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
        self._finish()
        for sock in list(self.sockets.values()):
            sock.lost()
        for sock in self.sockets.values():
            if isinstance(sock, Stream):
                self.lingering.add(sock)
        self.sockets.clear()
        self.way.clear()
        if self.body is not None:
            self.body.end()

    def _end(self) -> None:
        """The WebSocket is gone."""
        self._closing = False
        if self._sock.fileno() >= 0:
            self.loop.watch(self._sock.fileno(), 0, self._on_socket)
            self._sock.close()
            self.out.end()
            seconds = time.monotonic() - self._started
            traffic = f"{self.received} bytes from the page, {self.sent} to it"
            self.journal.line(
                f"ended after {seconds:.1f} s: {self._why}; {self.control.opened} sockets, {traffic}"
            )
        self._leave()

    def _leave(self) -> None:
        if self._sock.fileno() < 0 and not self.lingering and not self._left:
            self._left = True
            self.allowance.left()
            self._gone(self)

    # What its sockets need.

    def no_room(self) -> str | None:
        """Why it may have no more sockets; None while it may."""
        most = self.routes.policy.limits.sockets
        if len(self.sockets) >= most:
            return f"this link has its {most} sockets open already"
        return self.allowance.full()

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
        """A socket has ended."""
        if self.metered and isinstance(sock, Stream):
            self.spend(sock.pipe.up - sock.charged)
        ended = record.Record(sock, how)
        self.loop.put_off(lambda: record.write(self, ended))

    # The second way down.

    def attach(self, sock: socket.socket, origin: str) -> None:
        """A connection that asked for its body: it has one at a time, and none once it ends."""
        if self._open and self.body is None:
            self.body = Body(self, sock, origin)
        else:
            sock.close()

    def detached(self) -> None:
        """The body is gone, and whoever's bytes were in it."""
        body, self.body = self.body, None
        self._sent_before += body.out.sent if body is not None else 0
        for stream in list(self.sockets.values()):
            if isinstance(stream, Stream) and body is not None and stream.way is body.way:
                stream.cut()

    def divert(self, sock: object) -> None:
        """A stream's next bytes come by the body, where there is one."""
        if isinstance(sock, Stream) and self.body is not None:
            sock.divert(self.body.way)

    def finish_soon(self, stream: Stream) -> None:
        """It was closed, and nothing of it waits."""
        self._finishing.append(stream)
        self.loop.activate(self)

    def forget(self, sock: Stream | Listener | DatagramSocket) -> None:
        """The number is free; a stream that lingers is looked after until it is gone."""
        if self.sockets.get(sock.number) is sock:
            del self.sockets[sock.number]
            if sock.state is State.LINGERING:
                self.lingering.bound(self.routes.policy.limits.sockets)
                self.lingering.add(sock)

    def tell(self, kind: str, **fields: object) -> None:
        """Send one control message; what nobody waits for goes with the next one, if that comes soon."""
        if not self._open:
            return
        self.out.queue(frames.TEXT, messages.encode(kind, **fields))
        if kind != "closed":
            self.loop.activate(self)
        elif not self._told_late:
            self._told_late = True
            self.loop.later(CLOSED_SECONDS, self._tell_late, self)

    def _tell_late(self) -> None:
        self._told_late = False
        self.loop.activate(self)
