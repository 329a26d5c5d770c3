# SPDX-License-Identifier: MIT
"""One socket of a page: a real TCP connection, its credits, and its way from connecting to closed."""

from __future__ import annotations

import errno
import os
import socket
import time
from typing import TYPE_CHECKING

from ..engine.violation import ProtocolError
from ..loop import READ, WRITE
from ..policy.routes import Route
from . import options
from .hostsocket import HostSocket
from .states import LINGER_SECONDS, Owner, State, endpoint, name_of
from .way import Way

if TYPE_CHECKING:
    from .listener import Listener

_scratch = memoryview(bytearray(65536))  # what nobody wants is read into it


class Stream:
    """See the protocol's state diagram. The methods without `on_` or `_` are the page's messages, but for a few."""

    def __init__(
        self,
        link: Owner,
        number: int,
        asked: tuple[str, int],
        route: Route,
        credit: int,
        accepted: socket.socket | None = None,
    ) -> None:
        self.link, self.number, self.asked, self.route = link, number, asked, route
        self.state = State.OPEN if accepted else State.CONNECTING
        self.listener: Listener | None = None  # where it waits for the page to accept it
        self.withheld = 0  # of the page's credit, until then
        self.way = link.way  # down
        self.ready = False  # it stands there in the queue for reading
        self.paused = False  # it stands there and is not watched meanwhile
        self.started = time.monotonic()
        self.deadline = 0.0
        self.seen = (0, self.started)
        self.charged = 0  # of what the page sent, what counts already
        self._credit_later = False
        self._page_ended = self._host_ended = False
        self._dying = ""  # of what, once its connection has died and the page has yet to get what came before
        self._linger_reset = False
        raw = accepted or socket.socket(route.family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.host = HostSocket(link.loop, link, raw, self._on_event)
        self.pipe = link.out.pipe(self.host.raw, number, link.window, credit, self._attend)
        self.pipe.accepting = accepted is not None

    def connect(self) -> None:
        """Begin to dial; raises OSError when the system refuses at once."""
        number = self.host.raw.connect_ex((self.route.address, self.route.port))
        if number not in (0, errno.EINPROGRESS):
            raise OSError(number, os.strerror(number))
        if self._is_there():  # as one on this machine may be at once
            self._connected()
        else:
            self.host.watch(WRITE)

    def _is_there(self) -> bool:
        try:
            self.host.raw.getpeername()
        except OSError:
            return False
        return True

    def _on_event(self, mask: int) -> None:
        if self.state is State.CONNECTING:
            self._connected()
            return
        if mask & WRITE and self.state in (State.OPEN, State.CLOSING):
            self._drain()
        if mask & READ and self.state is State.OPEN:
            self._readable()
        elif mask & READ and self.state in (State.CLOSING, State.LINGERING):
            self._drop()

    def _connected(self) -> None:
        sock = self.host.raw
        try:
            if number := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(number, os.strerror(number))
            local, peer = sock.getsockname()[:2], sock.getpeername()[:2]
        except OSError as error:
            self.fail(error)
            return
        self.state = State.OPEN
        self.pipe.accepting = not self._page_ended
        if self.route.alias:
            peer = self.asked
        self.link.context.counts.connected(time.monotonic() - self.started)
        self.link.tell("connected", socket=self.number, local=endpoint(local), peer=endpoint(peer))
        if self._page_ended:
            self.host.send_fin()
        self.update()

    def fail(self, error: OSError) -> None:
        """The connect failed: tell the page, and be gone."""
        code = name_of(error)
        reason = f"{self.asked[0]} port {self.asked[1]}: {os.strerror(error.errno or errno.EIO)}"
        self.link.context.counts.connects[code] += 1
        self.link.tell("error", socket=self.number, error=code, reason=reason)
        self._gone(f"not connected: {code}")

    # Down: from the host to the page.

    def _readable(self) -> None:
        if not self.ready:
            self.ready = True
            self.way.add(self)

    def divert(self, way: Way) -> None:
        """What comes from now on goes another way."""
        if self.state is not State.OPEN or self._host_ended or self._dying or self.way is way:
            return
        if self.ready:
            self.way.remove(self)
            way.add(self)
        self.way = way
        self.pipe.divert(way.out)
        self.link.tell("diverted", socket=self.number)

    def cut(self) -> None:
        """The way down broke, and bytes with it."""
        if self.state is State.OPEN:
            self._host_ended = True  # nothing goes that way any more
            self.host.close_with_reset()
            self._died(OSError(errno.ECONNRESET, ""))

    def _so_far(self) -> dict[str, int]:
        """Where in the stream a message applies that does not come the way the stream does."""
        return {} if self.way is self.link.way else {"bytes": self.pipe.down}

    def read(self) -> None:
        """Send the page one piece of what the host has sent, within the page's credit."""
        if self.state is not State.OPEN or self._host_ended:
            return
        if self._dying:
            self._die()
            return
        size = self.pipe.read()
        if size > 0 and self.link.metered:
            self.link.spend(size)
        if size == 0:
            self._host_ended = True
            self.link.tell("eof", socket=self.number, **self._so_far())
            self.update()
        elif size == -2:
            self._died()
        elif size > 0 and self.pipe.may_send <= 0:
            self.update()

    def credit(self, size: int) -> None:
        """The page has consumed `size` bytes."""
        self.pipe.may_send = min(self.pipe.may_send + size, 2**40)
        self.update()

    # Up: from the page to the host.

    def accept(self) -> None:
        """The page has taken it from its listener."""
        if self.listener is not None:
            self._leave_listener()
            self.credit(self.withheld)

    def _leave_listener(self) -> None:
        if self.listener is not None:
            self.listener.taken(self.number)
            self.listener = None

    def abandoned(self) -> None:
        """Its listener is gone, and nobody has accepted it."""
        if self.state is State.OPEN:
            self.listener = None
            self.host.close_with_reset()
            self.pipe.clear()
            self.state = State.DEAD
            self.link.tell("reset", socket=self.number, error="ECONNRESET", **self._so_far())
            self.host.close()
            self.link.ended(self, "reset, as nobody accepted it")

    def data(self, payload: memoryview | bytes) -> None:
        """Bytes of the page that the pipe does not take: they are dropped where they crossed a reset, and else an error."""
        if self.state is State.DEAD or self._dying:
            return
        if self.state is not State.OPEN or self._page_ended:
            raise ProtocolError(f"data on socket {self.number}, which is not open for sending")
        credit = self.pipe.allowed
        raise ProtocolError(f"socket {self.number} has credit for {credit} bytes and got {len(payload) - 4}")

    def _attend(self) -> None:
        """The pipe took bytes of the page, and there is something to do."""
        if self.pipe.error:
            self._died()
            return
        self._give_credit()
        self.update()

    def _drain(self) -> None:
        if self.pipe.drain():
            self.deadline = time.monotonic() + LINGER_SECONDS
        if self.pipe.error:
            self._died()
            return
        if self.state is State.CLOSING:
            if not self.pipe.waiting:
                self.finish()
            return
        self._give_credit()
        if self._page_ended and not self.pipe.waiting:
            self.host.send_fin()
        self.update()

    def _give_credit(self) -> None:
        if self.state is not State.OPEN or self._dying:
            return
        if self.link.metered and (seconds := self.link.wait()) > 0:
            if not self._credit_later:
                self._credit_later = True
                self.link.loop.later(seconds, self._give_credit_now, self.link)
            return
        if back := self.pipe.give_back():
            if self.link.metered:
                self.link.spend(back)
                self.charged += back
            self.link.tell("credit", socket=self.number, bytes=back)

    def _give_credit_now(self) -> None:
        self._credit_later = False
        self._give_credit()

    def shutdown(self) -> None:
        """The page sends no more."""
        if self.state not in (State.CONNECTING, State.OPEN) or self._page_ended:
            return
        self._page_ended = True
        self.pipe.accepting = False
        if self.state is State.OPEN and not self._dying and not self.pipe.waiting:
            self.host.send_fin()

    def option(self, name: str, value: int | bool | list[int]) -> None:
        """Set an option on the real socket. SO_LINGER is kept here, as it would make our own close block."""
        if isinstance(value, list):
            self._linger_reset = value[0] != 0 and value[1] == 0
        elif self.state in (State.CONNECTING, State.OPEN):
            options.apply(self.host.raw, name, value)

    def value(self, name: str) -> int | None:
        """What an option of the real socket is; None when there is none any more."""
        return options.read(self.host.raw, name) if self.state in (State.CONNECTING, State.OPEN) else None

    def traffic(self) -> int:
        """Bytes so far."""
        return self.pipe.up + self.pipe.down

    def idled(self) -> None:
        """Nothing has come or gone for too long."""
        if self.state is State.OPEN:
            self.host.close_with_reset()
            self._died(OSError(errno.ETIMEDOUT, ""))

    # The ends.

    def _died(self, error: OSError | None = None) -> None:
        """The connection died: deliver what can still be read, then say so."""
        code = name_of(error or OSError(self.pipe.error, ""))
        if self.state is State.OPEN and not self._dying:
            self._dying = code
            self.pipe.clear()
            self.host.watch(0)
            self._die()
        elif self.state is State.OPEN:
            return
        elif self.state is State.CLOSING:
            self.link.tell("closed", socket=self.number, error=code)
            self._gone(f"died while closing: {code}")
        else:
            self._gone("")

    def _die(self) -> None:
        """A failed write can leave unread data behind: it goes to the page first, as far as its credit reaches."""
        while not self._host_ended and self.pipe.may_send > 0 and self.host.has_input():
            if self.way.full:
                self._readable()
                return
            size = self.pipe.read()
            if size <= 0:
                break
            if self.link.metered:
                self.link.spend(size)
        self.way.wake()
        self.state = State.DEAD
        self.link.tell("reset", socket=self.number, error=self._dying, **self._so_far())
        self.host.close()
        self.link.ended(self, f"died: {self._dying}")

    def close(self) -> None:
        """The program closed its socket: deliver what it sent, then FIN."""
        if self.state is State.CLOSING:
            raise ProtocolError(f"socket {self.number} was closed already")
        if self.state is not State.OPEN or self._dying or self._linger_reset:
            self.reset()
            return
        self.state = State.CLOSING
        self.pipe.accepting = False
        self.deadline = time.monotonic() + LINGER_SECONDS
        if self.pipe.waiting:
            self.update()
        else:
            self.link.finish_soon(self)

    def finish(self) -> None:
        """Everything accepted is with our TCP; read on until it is with the host's, so that no RST overtakes it."""
        self.host.send_fin()
        self.link.tell("closed", socket=self.number)
        self.link.ended(self, "closed by the page")
        self.state = State.LINGERING
        self.link.forget(self)
        self._drop()
        self.settle()

    def settle(self) -> None:
        """While lingering: close for good once the host's TCP has everything, or does not take it."""
        late = time.monotonic() > self.deadline
        if self.state is State.LINGERING and (late or not self.host.unacknowledged()):
            self._gone("")
        elif self.state is State.CLOSING and late:
            self.host.close_with_reset()
            self.link.tell("closed", socket=self.number, error="ETIMEDOUT")
            self._gone("reset, as the host takes no more")
        else:
            self.update()

    def give_up(self) -> None:
        """While lingering: too many others do."""
        self.host.close_with_reset()
        self._gone("")

    def _drop(self) -> None:
        try:
            self._host_ended = not self.host.drop_input(_scratch)
        except OSError as error:
            self._died(error)
        self.update()

    def reset(self) -> None:
        """The page aborts: the host sees RST."""
        if self.state is State.OPEN or self.state is State.CLOSING:
            self.host.close_with_reset()
        self.link.tell("closed", socket=self.number)
        how = "abandoned" if self.state is State.CONNECTING else "reset by the page"
        if self._dying:
            how = f"died: {self._dying}"
        self._gone("" if self.state is State.DEAD else how)

    def lost(self) -> None:
        """The link is gone: an undelivered stream is reset, a closed one goes on, the others are closed."""
        if self.state is State.OPEN and self.pipe.waiting:
            self.host.close_with_reset()
            self._gone("reset, as the link ended with data undelivered")
        elif self.state in (State.OPEN, State.CONNECTING):
            self._gone("ended with the link")
        elif self.state is State.DEAD:
            self._gone("")
        self.deadline = time.monotonic() + LINGER_SECONDS

    def _gone(self, how: str) -> None:
        self._leave_listener()
        self.pipe.clear()
        self.host.close()
        if how:
            self.link.ended(self, how)
        self.state = State.GONE
        self.link.forget(self)

    def update(self) -> None:
        """Be told of what this state needs to know."""
        wants = 0
        if self.state is State.CONNECTING or self.pipe.waiting:
            wants |= WRITE
        if self.state is State.OPEN and self.pipe.may_send > 0 and not self.paused and not self._host_ended:
            wants |= READ
        if self.state in (State.CLOSING, State.LINGERING) and not self._host_ended:
            wants |= READ
        if self.state not in (State.DEAD, State.GONE) and not self._dying:
            self.host.watch(wants)
