# SPDX-License-Identifier: MIT
"""One socket of a page: a real TCP connection, its credits, and its way from connecting to closed."""

from __future__ import annotations

import errno
import fcntl
import os
import selectors
import socket
import struct
import termios
import time
from collections import deque
from enum import Enum, auto
from typing import Protocol

from . import frames, options
from .messages import ProtocolError
from .routes import Route

CHUNK = 65536
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
LINGER_SECONDS = 30.0


class State(Enum):
    """Where a stream stands."""

    CONNECTING = auto()
    OPEN = auto()
    DEAD = auto()  # the host's side died and the page was told; it still has to close
    CLOSING = auto()  # the page closed; what it sent is still on its way
    LINGERING = auto()  # `closed` was sent; the host's TCP has not acknowledged everything
    GONE = auto()


class Owner(Protocol):
    """What a stream needs of its link."""

    selector: selectors.BaseSelector
    scratch: memoryview
    out: frames.Frames
    window: int

    def tell(self, kind: str, **fields: object) -> None: ...
    def readable(self, stream: Stream) -> None: ...
    def forget(self, stream: Stream) -> None: ...
    def ended(self, stream: Stream, how: str) -> None: ...


def name_of(number: int) -> str:
    """The errno's name; Linux alone has EDEADLOCK and the like, which never come from TCP."""
    return errno.errorcode.get(number, "EIO")


class Stream:
    """See the protocol's state diagram. Every method but `on_event` and `read` is a message of the page."""

    def __init__(self, link: Owner, number: int, asked: tuple[str, int], route: Route, credit: int) -> None:
        self.link, self.number, self.asked, self.route = link, number, asked, route
        self.state = State.CONNECTING
        self.may_send = credit
        self.may_receive = link.window
        self.ready = False
        self.paused = False
        self.down = self.up = 0
        self.started = time.monotonic()
        self.deadline = 0.0
        self._uncredited = 0
        self._queue: deque[memoryview] = deque()
        self._page_ended = self._host_ended = False
        self._linger_reset = False
        self._interest = 0
        self.sock = socket.socket(route.family, socket.SOCK_STREAM)
        self.sock.setblocking(False)

    def connect(self) -> None:
        """Begin to dial; raises OSError when the system refuses at once."""
        number = self.sock.connect_ex((self.route.address, self.route.port))
        if number not in (0, errno.EINPROGRESS):
            raise OSError(number, os.strerror(number))
        self._want(WRITE)

    @property
    def queued(self) -> bool:
        """Whether bytes of the page wait for the host."""
        return bool(self._queue)

    def on_event(self, mask: int) -> None:
        """The selector found the socket ready."""
        if self.state in (State.DEAD, State.GONE):
            return
        if self.state is State.CONNECTING:
            self._connected()
            return
        if mask & WRITE:
            self._drain()
        if mask & READ and self.state not in (State.DEAD, State.GONE):
            if self.state is State.OPEN:
                self.link.readable(self)
            else:
                self._drop()

    def _connected(self) -> None:
        number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        try:
            if number:
                raise OSError(number, os.strerror(number))
            local, peer = self.sock.getsockname(), self.sock.getpeername()
        except OSError as error:
            self.fail(error)
            return
        self.state = State.OPEN
        there = self.asked if self.route.alias else peer[:2]
        self.link.tell(
            "connected",
            socket=self.number,
            local={"address": local[0], "port": local[1]},
            peer={"address": there[0], "port": there[1]},
        )
        if self._page_ended:
            self._send_fin()
        self.update()

    def fail(self, error: OSError) -> None:
        """The connect failed: tell the page, and be gone."""
        code = name_of(error.errno or errno.EIO)
        reason = f"{self.asked[0]} port {self.asked[1]}: {os.strerror(error.errno or errno.EIO)}"
        self.link.tell("error", socket=self.number, error=code, reason=reason)
        self._gone(f"not connected: {code}")

    # Down: from the host to the page.

    def read(self) -> None:
        """Send the page one frame of what the host has sent, within the page's credit."""
        if self.state is not State.OPEN or self._host_ended or self.may_send <= 0:
            return
        scratch = self.link.scratch
        start = frames.HEADER
        try:
            size = self.sock.recv_into(scratch[start : start + min(CHUNK, self.may_send)])
        except BlockingIOError:
            return
        except OSError as error:
            self._died(error)
            return
        if size == 0:
            self._host_ended = True
            self.link.tell("eof", socket=self.number)
            self.update()
            return
        head = frames.header(frames.BINARY, size + 4) + self.number.to_bytes(4, "little")
        scratch[start - len(head) : start] = head
        self.link.out.send_framed(scratch[start - len(head) : start + size])
        self.down += size
        self.may_send -= size
        if self.may_send <= 0:
            self.update()

    def credit(self, size: int) -> None:
        """The page has consumed `size` bytes."""
        self.may_send = min(self.may_send + size, 2**40)
        self.update()

    # Up: from the page to the host.

    def data(self, view: memoryview) -> None:
        """Bytes of the page; what the host's TCP does not take at once is kept, within our credit."""
        size = len(view)
        if self.state is State.DEAD:
            return
        if self.state is not State.OPEN or self._page_ended:
            raise ProtocolError(f"data on socket {self.number}, which is not open for sending")
        if size > self.may_receive:
            raise ProtocolError(f"socket {self.number} has credit for {self.may_receive} bytes and got {size}")
        self.may_receive -= size
        self.up += size
        sent = 0
        if not self._queue:
            try:
                sent = self.sock.send(view)
            except BlockingIOError:
                pass
            except OSError as error:
                self._died(error)
                return
            self._consumed(sent)
        if sent < size:
            self._queue.append(memoryview(bytes(view[sent:])))
            self.update()

    def _drain(self) -> None:
        while self._queue:
            try:
                sent = self.sock.send(self._queue[0])
            except BlockingIOError:
                return
            except OSError as error:
                self._died(error)
                return
            self._consumed(sent)
            if self.state is State.CLOSING:
                self.deadline = time.monotonic() + LINGER_SECONDS
            if sent < len(self._queue[0]):
                self._queue[0] = self._queue[0][sent:]
                continue
            self._queue.popleft()
        if self.state is State.CLOSING:
            self._finish()
            return
        if self._page_ended:
            self._send_fin()
        self.update()

    def _consumed(self, size: int) -> None:
        self._uncredited += size
        if self._uncredited * 4 >= self.link.window and self.state is State.OPEN:
            self.link.tell("credit", socket=self.number, bytes=self._uncredited)
            self.may_receive += self._uncredited
            self._uncredited = 0

    def shutdown(self) -> None:
        """The page sends no more."""
        if self.state not in (State.CONNECTING, State.OPEN) or self._page_ended:
            return
        self._page_ended = True
        if self.state is State.OPEN and not self._queue:
            self._send_fin()

    def _send_fin(self) -> None:
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def option(self, name: str, value: int | bool | None) -> None:
        """Set an option on the real socket."""
        if self.state in (State.CONNECTING, State.OPEN):
            if name == "SO_LINGER":
                self._linger_reset = value is not None and not isinstance(value, bool) and value == 0
            else:
                options.apply(self.sock, name, value)

    # The ends.

    def _died(self, error: OSError) -> None:
        """The connection died: deliver what can still be read, then say so."""
        code = name_of(error.errno or errno.EIO)
        self._queue.clear()
        if self.state is State.OPEN:
            self.state = State.DEAD
            self._last_words()
            self.link.tell("reset", socket=self.number, error=code)
            self._want(0)
            self.sock.close()
            self.link.ended(self, f"died: {code}")
        elif self.state is State.CLOSING:
            self.link.tell("closed", socket=self.number, error=code)
            self._gone(f"died while closing: {code}")
        else:
            self._gone("")

    def _last_words(self) -> None:
        """A failed write can leave unread data behind: it goes to the page first, as far as credit reaches."""
        self.state = State.OPEN
        while self.may_send > 0 and not self._host_ended:
            before = self.down
            try:
                if not self.sock.recv(1, socket.MSG_PEEK):
                    break
            except OSError:
                break
            self.read()
            if self.down == before:
                break
        self.state = State.DEAD

    def close(self) -> None:
        """The program closed its socket: deliver what it sent, then FIN."""
        if self.state is State.OPEN and self._linger_reset:
            self.reset()
        elif self.state is State.OPEN:
            self.state = State.CLOSING
            self.deadline = time.monotonic() + LINGER_SECONDS
            if self._queue:
                self.update()
            else:
                self._finish()
        elif self.state is State.CLOSING:
            raise ProtocolError(f"socket {self.number} was closed already")
        else:
            self.link.tell("closed", socket=self.number)
            self._gone("abandoned" if self.state is State.CONNECTING else "")

    def _finish(self) -> None:
        """Everything accepted is with the host's TCP; keep reading until it has arrived, so that no RST overtakes it."""
        self._send_fin()
        self.link.tell("closed", socket=self.number)
        self.link.ended(self, "closed by the page")
        self.link.forget(self)
        self.state = State.LINGERING
        self._drop()
        self.settle()

    def settle(self) -> bool:
        """While lingering: close for good once the host's TCP has everything; True when that is done."""
        if self.state is State.LINGERING and not self._unacknowledged():
            self._gone("")
        elif self.state is State.LINGERING:
            self.update()
        return self.state is not State.LINGERING

    def _unacknowledged(self) -> bool:
        if time.monotonic() > self.deadline:
            return False
        try:
            return struct.unpack("i", fcntl.ioctl(self.sock.fileno(), termios.TIOCOUTQ, bytes(4)))[0] > 0
        except OSError:
            return False

    def _drop(self) -> None:
        """Read and throw away, a bounded amount at a time."""
        for _ in range(16):
            try:
                size = self.sock.recv_into(self.link.scratch)
            except BlockingIOError:
                return
            except OSError as error:
                self._died(error)
                return
            if size == 0:
                self._host_ended = True
                self.update()
                return

    def reset(self) -> None:
        """The page aborts: the host sees RST."""
        if self.state is State.CLOSING and not self._queue:
            raise ProtocolError(f"socket {self.number} was closed already")
        self.link.tell("closed", socket=self.number)
        if self.state is not State.DEAD:
            self.abort()
        self._gone("reset by the page" if self.state is not State.DEAD else "")

    def abort(self) -> None:
        """Close with RST."""
        self._queue.clear()
        try:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass

    def lost(self) -> None:
        """The link is gone: an undelivered stream is reset, a closed one goes on, the others are closed."""
        if self.state is State.CLOSING:
            return
        if self.state is State.OPEN:
            how = "reset, as the link ended with data undelivered" if self._queue else "closed with the link"
            if self._queue:
                self.abort()
            self._gone(how)
        elif self.state is State.CONNECTING:
            self._gone("abandoned with the link")
        else:
            self._gone("")

    def expire(self) -> None:
        """The host does not take what a closed socket still has for it: give up."""
        self.abort()
        self._gone("reset, as the host takes no more")

    def _gone(self, how: str) -> None:
        self._want(0)
        self._queue.clear()
        self.sock.close()
        if how:
            self.link.ended(self, how)
        self.state = State.GONE
        self.link.forget(self)

    # What the selector is to watch for.

    def update(self) -> None:
        """Watch for what this state needs."""
        if self.state in (State.DEAD, State.GONE):
            return
        wants = WRITE if self._queue or self.state is State.CONNECTING else 0
        if self.state is State.OPEN:
            if self.may_send > 0 and not self._host_ended and not self.paused:
                wants |= READ
        elif self.state in (State.CLOSING, State.LINGERING) and not self._host_ended:
            wants |= READ
        self._want(wants)

    def _want(self, wants: int) -> None:
        if wants == self._interest:
            return
        if not self._interest:
            self.link.selector.register(self.sock, wants, self.on_event)
        elif not wants:
            self.link.selector.unregister(self.sock)
        else:
            self.link.selector.modify(self.sock, wants, self.on_event)
        self._interest = wants
