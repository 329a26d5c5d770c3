# SPDX-License-Identifier: MIT
"""The streams that their page has closed, or whose link is gone, until their hosts have taken everything."""

from __future__ import annotations

from collections.abc import Callable

from ..loop import Loop, Owner
from .states import State
from .stream import Stream

SETTLE_SECONDS = 0.02
MOST_PATIENCE = 0.5


class Lingering:
    """Looks after them by itself, ever less often while nothing changes, and calls `settled` after each look."""

    def __init__(self, loop: Loop, owner: Owner, settled: Callable[[], None]) -> None:
        self._loop, self._owner, self._settled = loop, owner, settled
        self._streams: list[Stream] = []
        self._looking = False
        self._patience = SETTLE_SECONDS

    def __len__(self) -> int:
        return len(self._streams)

    def add(self, stream: Stream) -> None:
        """One more."""
        self._streams.append(stream)
        if not self._looking:
            self._looking = True
            self._patience = SETTLE_SECONDS
            self._loop.later(SETTLE_SECONDS, self._look, self._owner)

    def bound(self, most: int) -> None:
        """Give up the oldest until there are fewer than so many, as the system does with too many that nobody owns."""
        while len(self._streams) >= most:
            self._streams.pop(0).give_up()

    def stop(self) -> None:
        """Give up all of them, soon."""
        for stream in self._streams:
            stream.host.close_with_reset()
            stream.deadline = 0.0
        self._patience = SETTLE_SECONDS

    def _look(self) -> None:
        before = len(self._streams)
        for stream in self._streams:
            stream.settle()
        self._streams = [stream for stream in self._streams if stream.state is not State.GONE]
        self._looking = bool(self._streams)
        if self._looking:
            fewer = len(self._streams) < before
            self._patience = SETTLE_SECONDS if fewer else min(2 * self._patience, MOST_PATIENCE)
            self._loop.later(self._patience, self._look, self._owner)
        self._settled()
