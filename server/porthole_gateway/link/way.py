# SPDX-License-Identifier: MIT
"""A way down to the page, and the streams that have something for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..engine.outlet import Outlet

if TYPE_CHECKING:
    from .stream import Stream

HIGH_WATER = 256 * 1024
PIECES_A_TURN = 16
BYTES_A_TURN = 512 * 1024


class Way:
    """Each stream in turn sends one piece, as long as the connection takes them: what is not sent stays with the host."""

    def __init__(self, out: Outlet, wake: Callable[[], None]) -> None:
        self.out, self.wake = out, wake
        self._ready: deque[Stream] = deque()

    @property
    def full(self) -> bool:
        """Whether the page has enough to take already."""
        return self.out.waiting >= HIGH_WATER

    @property
    def busy(self) -> bool:
        """Whether there is more to send, and room for it."""
        return bool(self._ready) and not self.full

    def add(self, stream: Stream) -> None:
        """It has something for the page; it is read in its turn."""
        self._ready.append(stream)
        self.wake()

    def remove(self, stream: Stream) -> None:
        """It has nothing more for this way."""
        self._ready.remove(stream)

    def clear(self) -> None:
        """Nobody has."""
        self._ready.clear()

    def move(self, wait: float) -> None:
        """Send what the connection takes, or nothing when there is to be a wait first; who has to wait is not watched."""
        most = self.out.sent + BYTES_A_TURN
        for _ in range(PIECES_A_TURN):
            if wait > 0 or not self.busy or self.out.sent >= most:
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
