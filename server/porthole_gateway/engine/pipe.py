# SPDX-License-Identifier: MIT
"""The bytes of one socket of a page, both ways, within the credits: the reference for the one in C++."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from .outlet import Piece, drop, join

if TYPE_CHECKING:
    from .frames import Frames
    from .outlet import Outlet


class Pipe:
    """Upward, what the host's TCP does not take at once waits here, never more than the window; downward nothing waits.

    `attend` is called after bytes of the page were taken, when its owner has something to do: the connection died
    (`error`), bytes wait, or credit is worth a message.
    """

    def __init__(
        self,
        frames: Frames,
        sock: socket.socket,
        number: int,
        window: int,
        may_send: int,
        attend: Callable[[], None],
    ) -> None:
        self.allowed = window
        self.may_send = may_send
        self.accepting = False
        self.error = 0
        self.up = self.down = 0
        self._frames, self._sock, self._number, self._window = frames, sock, number, window
        self._outlet: Outlet = frames  # downward
        self._attend = attend
        self._uncredited = 0
        self._queue: deque[Piece] = deque()
        frames.pipes[number] = self

    @property
    def waiting(self) -> bool:
        """Whether bytes wait for the host."""
        return bool(self._queue)

    # Up: from the page to the host.

    def push(self, view: memoryview) -> None:
        """Take bytes, which the caller has checked against `allowed`."""
        self.allowed -= len(view)
        self.up += len(view)
        sent = 0 if self._queue else self._send(view)
        if sent < len(view) and not self.error:
            join(self._queue, bytes(view[sent:]))
        if self.error or self._queue or self._uncredited * 4 >= self._window:
            self._attend()

    def drain(self) -> bool:
        """Send what waits; whether any of it was taken."""
        progress = False
        while self._queue:
            sent = self._send(self._queue[0])
            if sent == 0:
                break
            progress = True
            drop(self._queue, sent)
        return progress

    def _send(self, view: Piece) -> int:
        try:
            sent = self._sock.send(view)
        except BlockingIOError:
            return 0
        except OSError as error:
            self.error = error.errno or 5
            return 0
        self._uncredited += sent
        return sent

    def give_back(self) -> int:
        """Credit to return to the page: what the host took, once it is worth a message."""
        if self._uncredited * 4 < self._window:
            return 0
        back, self._uncredited = self._uncredited, 0
        self.allowed += back
        return back

    # Down: from the host to the page.

    def read(self) -> int:
        """Send the page one piece of what the host has sent, within the page's credit.

        The number of bytes; 0 at the host's end, -1 when there is nothing yet or no credit, -2 when the connection died.
        """
        if self.may_send <= 0:
            return -1
        try:
            size = self._outlet.relay(self._sock, self._number, self.may_send)
        except BlockingIOError:
            return -1
        except OSError as error:
            self.error = error.errno or 5
            return -2
        self.down += size
        self.may_send -= size
        return size

    def divert(self, outlet: Outlet) -> None:
        """Send the page the next bytes by another way."""
        self._outlet = outlet

    def clear(self) -> None:
        """Drop what waits, and take no more."""
        self.accepting = False
        self._queue.clear()
        if self._frames.pipes.get(self._number) is self:
            del self._frames.pipes[self._number]
